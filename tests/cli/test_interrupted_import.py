"""`kill -9` in the middle of an import, then the same command again."""

import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.running import start, voc
from tests.inputs import numbered, write
from voc.services.importing import CHUNK_RECORDS

COUNT = 3_000
PATIENCE_S = 120

pytestmark = pytest.mark.slow


def ask(database: Path, query: str) -> int:
    """One number from the database as another process sees it; 0 while its tables are not there."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def wait_for_the_first_chunk(database: Path, running: subprocess.Popen[bytes]) -> int:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert running.poll() is None, "the import ended before it could be interrupted"
        if database.exists() and (stored := ask(database, "SELECT count(*) FROM record")):
            return stored
        time.sleep(0.01)
    raise TimeoutError


def test_an_import_that_was_killed_is_finished_by_the_same_command(tmp_path: Path, own_home: Path) -> None:
    path, database = write(tmp_path / "a.jsonl", *numbered(COUNT)), own_home / "voc.sqlite"
    running = start("import", path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for_the_first_chunk(database, running)
    running.send_signal(signal.SIGKILL)
    assert running.wait(timeout=PATIENCE_S) == -signal.SIGKILL

    stored = ask(database, "SELECT count(*) FROM record")
    assert 0 < stored < COUNT
    assert stored % CHUNK_RECORDS == 0
    assert ask(database, "SELECT count(*) FROM analysis") == stored

    outcome = voc("import", path)
    assert outcome.code == 0
    assert f"新增 {COUNT - stored}，变更 0，未变 {stored}，拒收 0；分析了 {COUNT - stored} 次接触" in outcome.err
    assert ask(database, "SELECT count(*) FROM record") == COUNT
    assert ask(database, "SELECT count(DISTINCT external_id) FROM record") == COUNT
    assert ask(database, "SELECT count(*) FROM survey_revision") == COUNT
    assert ask(database, "SELECT count(*) FROM contact WHERE version_id IS NOT NULL") == COUNT
    assert ask(database, "SELECT count(*) FROM analysis") == COUNT
    assert ask(database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0

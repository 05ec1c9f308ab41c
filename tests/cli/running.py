"""Running commands: in this process, or as the installed program."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from voc.cli import main
from voc.domain.audit import AuditEntry
from voc.opening import open_store
from voc.settings import load_settings
from voc.storage.audit import AuditLog

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("voc")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind; `out` and `err` are its two streams."""

    code: int
    out: str
    err: str


def voc(*arguments: str | Path, given: bytes = b"") -> Outcome:
    """Run `voc …` in this process, through the door of the installed command, with `given` as standard input."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = {"stdin": io.BytesIO(given), "stdout": out, "stderr": err}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["voc", *map(str, arguments)])
        for name, stream in streams.items():
            patch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf8", write_through=True, newline=""))
        with pytest.raises(SystemExit) as left:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        code = left.value.code
        return Outcome(code if isinstance(code, int) else 0, out.getvalue().decode(), err.getvalue().decode())


def environment(**changed: str) -> Mapping[str, str]:
    """The variables of this test for a program of its own, which takes the modules from this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **changed}


def start(*arguments: str | Path, **columns: object) -> subprocess.Popen[bytes]:
    """The installed program, running, and heeding Ctrl-C even where the test run itself was told to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    columns = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment()} | columns
    try:
        return subprocess.Popen([PROGRAM, *map(str, arguments)], **columns)  # type: ignore[call-overload,no-any-return]
    finally:
        signal.signal(signal.SIGINT, before)


def noted(action: str) -> tuple[AuditEntry, ...]:
    """What the audit chain holds of an action, the latest first; commands are told by who ran them."""
    store = open_store(load_settings())
    with store.look() as session:
        found = AuditLog(session).page(limit=100, action=action)
    store.database.dispose()
    assert all(entry.actor_id.startswith("cli:") for entry in found)
    return found


def changes(action: str) -> list[object]:
    """What kind of thing was changed how, as the audit chain tells of an action, the latest first."""
    return [(entry.object_kind, json.loads(entry.facts).get("change")) for entry in noted(action)]


def ids() -> dict[str, str]:
    """The ids of the service's users by their names."""
    return {user["name"]: user["id"] for user in json.loads(voc("users", "list", "--json").out)}

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from voc.storage import engine as opening
from voc.storage.account_tables import TeamRow
from voc.storage.engine import reading_sessions, sessions

Open = Callable[[Path], Engine]


def _add(session: Session, name: str) -> None:
    session.execute(sa.insert(TeamRow).values(name=name))


def test_a_writer_asks_the_database_only_when_it_is_its_turn(on_disk: Engine) -> None:
    begun, statements = Event(), list[str]()

    def second() -> None:
        with sessions(on_disk).begin() as session:
            begun.set()
            _add(session, "二班")

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(on_disk, "before_cursor_execute", note)
    with ThreadPoolExecutor(1) as pool:
        with sessions(on_disk).begin() as session:
            _add(session, "一班")
            waiting = pool.submit(second)
            begun.wait()
            time.sleep(0.2)
            assert statements.count("BEGIN IMMEDIATE") == 1
        waiting.result()
    with reading_sessions(on_disk).begin() as session:
        assert session.scalars(sa.select(TeamRow.name)).all() == ["一班", "二班"]


def _fail(database: Engine) -> None:
    with sessions(database).begin() as session:
        _add(session, "一班")
        raise LookupError


def test_whoever_fails_or_gives_up_lets_the_next_one_go_on(on_disk: Engine) -> None:
    for _ in range(2):
        with pytest.raises(LookupError):
            _fail(on_disk)
    with sessions(on_disk)() as session:
        _add(session, "一班")
        session.rollback()
        _add(session, "一班")
        session.connection().invalidate()
    with sessions(on_disk).begin() as session:
        _add(session, "一班")


def test_nobody_waits_for_ever(opened: Open, on_disk: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 1)
    impatient = opened(tmp_path / "voc" / "voc.db")
    with sessions(impatient).begin() as first:
        _add(first, "一班")
        with pytest.raises(OperationalError, match="locked"), sessions(impatient)() as second:
            _add(second, "二班")
    with sessions(impatient).begin() as third:
        _add(third, "三班")


def test_readers_do_not_queue(on_disk: Engine) -> None:
    with sessions(on_disk).begin() as writing, reading_sessions(on_disk).begin() as reading:
        _add(writing, "一班")
        assert reading.scalars(sa.select(TeamRow.name)).all() == []

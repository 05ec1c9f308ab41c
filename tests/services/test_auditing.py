from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from tests.services.people import NOON, STAMP
from voc.domain.audit import SEAL
from voc.errors import ConflictError
from voc.services.auditing import Stamp, note, seal_hours, verify
from voc.storage.account_tables import AccessRow, AuditHeadRow, AuditRow
from voc.storage.audit import AuditLog
from voc.storage.engine import sessions

HOUR = timedelta(hours=1)


@pytest.fixture
def session(database: Database):  # type: ignore[no-untyped-def]
    with sessions(database)() as session:
        yield session


def _read(session: Session, *hours: float) -> None:
    for hour in hours:
        AuditLog(session).note_accesses(at=NOON + hour * HOUR, actor_id="u", kind="transcript", contact_ids=[1])


def _tampered(session: Session, statement: sa.Executable) -> None:
    """What somebody could do who may take the triggers away."""
    AuditLog(session).write()
    postgresql = session.get_bind().dialect.name == "postgresql"
    for table in ("audit_entry", "access_entry"):
        for event in ("change",) if postgresql else ("update", "delete"):
            place = f" ON {table}" if postgresql else ""
            session.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_no_{event}{place}"))
    session.execute(statement)


def _seals(session: Session) -> list[str]:
    return [entry.object_id[11:16] for entry in AuditLog(session).chain() if entry.action == SEAL]


def test_a_change_is_written_down_with_who_when_and_through_what(session: Session) -> None:
    note(session, STAMP, "user.write", "user", 7, active=True, roles=["agent"])
    note(session, Stamp("u", NOON, "t-1"), "user.write", "user", "x")
    first, second = AuditLog(session).chain()
    assert (first.actor_id, first.at, first.object_id) == ("u-admin", NOON, "7")
    assert first.facts == '{"active":true,"roles":["agent"]}'
    assert second.facts == '{"token_id":"t-1"}'


def test_every_hour_in_which_something_was_read_is_sealed_once_it_is_over(session: Session) -> None:
    _read(session, 0.1, 0.9, 2.5)
    assert seal_hours(session, now=NOON + HOUR + timedelta(minutes=9)) == 0
    assert seal_hours(session, now=NOON + HOUR + timedelta(minutes=10)) == 1
    assert seal_hours(session, now=NOON + 9 * HOUR) == 1
    assert seal_hours(session, now=NOON + 9 * HOUR) == 0
    assert _seals(session) == ["12:00", "14:00"]


def test_a_sound_log_is_told_to_be_so(session: Session) -> None:
    assert verify(session).broken == ()
    for _ in range(3):
        note(session, STAMP, "login", "user", "u")
    _read(session, 0.1, 1.1)
    seal_hours(session, now=NOON + 9 * HOUR)
    found = verify(session, head=AuditLog(session).head()[1])
    assert (found.entries, found.sealed_hours, found.broken) == (5, 2, ())


def test_what_is_read_after_the_last_seal_breaks_nothing(session: Session) -> None:
    _read(session, 0.1)
    seal_hours(session, now=NOON + 2 * HOUR)
    _read(session, 3)
    assert verify(session).broken == ()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (sa.update(AuditRow).where(AuditRow.sequence == 2).values(actor_id="another"), "第 2 条与它的哈希不符"),
        (sa.delete(AuditRow).where(AuditRow.sequence == 2), "第 2 条不见了"),
        (sa.delete(AuditRow).where(AuditRow.sequence == 3), "链尾与记下的不符"),
        (sa.update(AuditHeadRow).values(sequence=2), "链尾与记下的不符"),
    ],
    ids=["changed", "taken out", "cut off", "head moved"],
)
def test_a_chain_that_was_changed_is_told(session: Session, statement: sa.Executable, told: str) -> None:
    for _ in range(3):
        note(session, STAMP, "login", "user", "u")
    _tampered(session, statement)
    assert told in verify(session).broken[0]


def test_a_chain_written_anew_does_not_hold_what_was_written_down_elsewhere(session: Session) -> None:
    note(session, STAMP, "login", "user", "u")
    (broken,) = verify(session, head="0" * 64).broken
    assert "链里没有哈希为" in broken


@pytest.mark.parametrize(
    "statement",
    [sa.delete(AccessRow), sa.update(AccessRow).values(contact_id=2), sa.insert(AccessRow).values(
        at=NOON, actor_id="u", kind="transcript", contact_id=9)],
    ids=["taken out", "changed", "added"],
)  # fmt: skip
def test_readings_that_were_changed_after_their_hour_was_sealed_are_told(
    session: Session, statement: sa.Executable
) -> None:
    _read(session, 0.1)
    seal_hours(session, now=NOON + 2 * HOUR)
    _tampered(session, statement)
    (broken,) = verify(session).broken
    assert "与封存时不符" in broken


def test_an_hour_that_was_passed_over_is_told(session: Session) -> None:
    _read(session, 5)
    seal_hours(session, now=NOON + 9 * HOUR)
    _read(session, 1, 2, 7)
    assert [line[:13] for line in verify(session).broken] == ["2026-11-16T13", "2026-11-16T14"]


def test_an_end_of_the_chain_that_is_gone_is_told_and_nothing_more_is_written(session: Session) -> None:
    note(session, STAMP, "login", "user", "u")
    AuditLog(session).write()
    session.execute(sa.delete(AuditHeadRow))
    assert verify(session).broken == ("链尾与记下的不符：末尾的记录被去掉或加上过",)
    note(session, STAMP, "login", "user", "u")
    with pytest.raises(ConflictError, match="链尾不见了"):
        session.commit()

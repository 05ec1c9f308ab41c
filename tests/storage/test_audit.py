from datetime import timedelta

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from tests.storage.watching import executed
from voc.domain.audit import GENESIS, SEAL, Access, entry_hash
from voc.storage.audit import AuditLog
from voc.storage.engine import sessions


def _append(session: Session, action: str = "login", actor_id: str = "u", object_id: str = "x") -> None:
    AuditLog(session).append(
        at=NOW, actor_id=actor_id, action=action, object_kind="user", object_id=object_id, facts="{}"
    )


def test_entries_are_numbered_and_chained_from_the_first(session: Session) -> None:
    for _ in range(3):
        _append(session)
    previous, log = GENESIS, AuditLog(session)
    for number, entry in enumerate(log.chain(), 1):
        assert entry.sequence == number
        assert entry.hash == entry_hash(previous, entry)
        previous = entry.hash
    assert log.head() == log.lock() == (3, previous)


def test_nobody_waits_for_the_end_of_the_chain_before_the_other_commits(several: Engine) -> None:
    with sessions(several)() as first, sessions(several)() as second:
        _append(first, actor_id="first")
        _append(second, actor_id="second")
        second.commit()
        first.commit()
        assert [(e.sequence, e.actor_id) for e in AuditLog(first).chain()] == [(1, "second"), (2, "first")]


def test_what_is_taken_back_was_never_noted(several: Engine) -> None:
    with sessions(several)() as session:
        session.begin()
        _append(session, "login")
        session.rollback()
        _append(session, "logout")
        nested = session.begin_nested()
        _append(session, "search")
        nested.rollback()
        session.commit()
        assert [(e.sequence, e.action) for e in AuditLog(session).chain()] == [(1, "logout")]


def test_several_changes_of_a_transaction_move_the_end_of_the_chain_once(session: Session) -> None:
    _append(session)
    _append(session)
    with executed(session) as statements:
        assert AuditLog(session).head() is not None
    assert sum("UPDATE audit_head" in statement for statement in statements) == 1


def test_the_latest_entries_come_first_and_can_be_narrowed(session: Session) -> None:
    _append(session, "login", "a", "x")
    _append(session, "logout", "b", "x")
    _append(session, "login", "b", "y")
    log = AuditLog(session)
    assert [e.sequence for e in log.page(limit=2)] == [3, 2]
    assert [e.sequence for e in log.page(before=2, limit=2)] == [1]
    assert [e.sequence for e in log.page(limit=9, actor_id="b", action="login")] == [3]
    assert [e.sequence for e in log.page(limit=9, object_id="x")] == [2, 1]


def test_the_last_seal_is_the_latest(session: Session) -> None:
    log = AuditLog(session)
    assert log.last_seal() is None
    for hour in ("2026-11-02T10:00:00+00:00", "2026-11-02T11:00:00+00:00"):
        _append(session, SEAL, object_id=hour)
    _append(session)
    last = log.last_seal()
    assert last is not None
    assert last.object_id == "2026-11-02T11:00:00+00:00"


def test_readings_are_had_by_time(session: Session) -> None:
    log, hour = AuditLog(session), timedelta(hours=1)
    assert log.first_access(None) is None
    for number, at in enumerate((NOW + hour, NOW, NOW + 2 * hour)):
        log.note_accesses(at=at, actor_id="u", kind="transcript", contact_ids=[number])
    assert log.first_access(None) == NOW
    assert log.first_access(NOW + timedelta(seconds=1)) == NOW + hour
    first, second = log.accesses(NOW, NOW + 2 * hour)
    assert first == Access(first.id, NOW + hour, "u", "transcript", 0)
    assert second == Access(first.id + 1, NOW, "u", "transcript", 1)


def test_entries_can_be_narrowed_to_a_time(session: Session) -> None:
    log = AuditLog(session)
    for hours in range(3):
        at = NOW + timedelta(hours=hours)
        log.append(at=at, actor_id="u", action="login", object_kind="user", object_id=str(hours), facts="{}")
    since, until = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    assert [entry.object_id for entry in log.page(limit=9, since=since, until=until)] == ["1"]

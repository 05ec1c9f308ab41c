"""Writing down what was done, sealing what was read, and checking that nothing of it was changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.audit import GENESIS, GRACE, HOUR, SEAL, Fact, Verified, canonical, entry_hash, hour_of, seal_facts
from voc.storage.audit import AuditLog

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who does something, and when; `token_id` where a program does it with a token of theirs."""

    by: str
    at: datetime
    token_id: str | None = None


def note(
    session: Session, stamp: Stamp, action: str, kind: str, object_id: str | int, **facts: Fact | list[str]
) -> None:
    """Add a change to the audit chain, in the transaction that makes it: ids, codes and counts, never words."""
    AuditLog(session).append(
        at=stamp.at,
        actor_id=stamp.by,
        action=action,
        object_kind=kind,
        object_id=str(object_id),
        facts=canonical(facts if stamp.token_id is None else facts | {"token_id": stamp.token_id}),
    )


def seal_hours(session: Session, *, now: datetime) -> int:
    """Seal every hour that is over and in which something was read; returns how many were sealed.

    An hour counts as over ten minutes after its end. Hours without a reading get no seal.
    """
    log, count = AuditLog(session), 0
    # Two servers would seal an hour twice.
    log.lock()
    last = log.last_seal()
    since = None if last is None else datetime.fromisoformat(last.object_id) + HOUR
    while (first := log.first_access(since)) is not None:
        hour = hour_of(first)
        if now < hour + HOUR + GRACE:
            break
        facts = seal_facts(log.accesses(hour, hour + HOUR))
        note(session, Stamp(SYSTEM, now), SEAL, "hour", hour.isoformat(), **facts)
        since, count = hour + HOUR, count + 1
    return count


def verify(session: Session, *, head: str | None = None) -> Verified:
    """Check the whole chain and every sealed hour.

    `head` is the hash of an entry written down elsewhere: a chain cut off or written anew does not hold it any more.
    """
    log = AuditLog(session)
    previous, count, broken, seals, seen = GENESIS, 0, [], {}, False
    for entry in log.chain():
        count += 1
        if entry.sequence != count:
            broken.append(f"第 {count} 条不见了，接着的是第 {entry.sequence} 条")
            count = entry.sequence
        if entry_hash(previous, entry) != entry.hash:
            broken.append(f"第 {entry.sequence} 条与它的哈希不符，或者前一条被改过")
        previous, seen = entry.hash, seen or entry.hash == head
        if entry.action == SEAL:
            seals[entry.object_id] = entry.facts
    if log.head() != (count, previous):
        broken.append("链尾与记下的不符：末尾的记录被去掉或加上过")
    if head is not None and not seen:
        broken.append(f"链里没有哈希为 {head} 的记录")
    broken += _unseal_facts(log, seals)
    return Verified(count, len(seals), previous, tuple(broken))


def _unseal_facts(log: AuditLog, seals: Mapping[str, str]) -> list[str]:
    """Hours whose readings are not those that were sealed, and hours before the last seal that have none."""
    broken = []
    for hour, facts in seals.items():
        start = datetime.fromisoformat(hour)
        if canonical(seal_facts(log.accesses(start, start + HOUR))) != facts:
            broken.append(f"{hour} 起一小时的访问记录与封存时不符")
    if not seals:
        return broken
    last, since = datetime.fromisoformat(max(seals)), None
    while (first := log.first_access(since)) is not None and hour_of(first) < last:
        start = hour_of(first)
        if start.isoformat() not in seals:
            broken.append(f"{start.isoformat()} 起一小时有访问记录而没有封存")
        since = start + HOUR
    return broken

"""The audit chain: each entry's hash covers the one before, so that nothing in between can be changed unseen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum

from voc.domain.permission import Action
from voc.errors import InputError

GENESIS = ""
SEAL = "access.seal"
LOGIN, LOGOUT = "login", "logout"
# What an entry may say was done.
ACTIONS: tuple[str, ...] = (*(action.value for action in Action), LOGIN, LOGOUT, SEAL)
_MOST_ALIKE = 3
HOUR = timedelta(hours=1)
# An entry of the access log may be this late, and its hour is sealed no sooner.
GRACE = timedelta(minutes=10)

Fact = str | int | bool | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: who (`system` where nobody asked), what, to which object; `facts` are ids, codes and counts alone."""

    sequence: int
    at: datetime
    actor_id: str
    action: str
    object_kind: str
    object_id: str
    facts: str
    hash: str


class AccessKind(StrEnum):
    """What somebody was shown of a contact."""

    TRANSCRIPT = "transcript"
    RECORDING = "recording"
    EVIDENCE = "evidence"
    SEARCH = "search"
    RULE_TEST = "rule_test"

    @property
    def label(self) -> str:
        return {
            "transcript": "全文",
            "recording": "录音",
            "evidence": "引作证据的原话",
            "search": "查找的结果",
            "rule_test": "试规则的结果",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Access:
    """One reading of a contact; `kind` is an `AccessKind`."""

    id: int
    at: datetime
    actor_id: str
    kind: str
    contact_id: int


@dataclass(frozen=True, slots=True)
class AccessQuery:
    """Which readings are asked for; what is None does not matter. From `since` up to but without `until`."""

    contact_id: int | None = None
    actor_id: str | None = None
    kind: AccessKind | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole chain found; `broken` says where and why, in order, empty for a sound one."""

    entries: int
    sealed_hours: int
    head: str
    broken: tuple[str, ...]


def require_action(name: str) -> None:
    """InputError for what no entry can say was done, with the names that are like it, or else with all.

    >>> require_action("login")
    >>> require_action("user.wirte")
    Traceback (most recent call last):
    ...
    voc.errors.InputError: 没有名为 user.wirte 的动作；相近的有 user.write、user.read
    """
    if name in ACTIONS:
        return
    alike = get_close_matches(name.casefold(), ACTIONS, _MOST_ALIKE, cutoff=0.7)
    known = f"相近的有 {'、'.join(alike)}" if alike else f"可用 {'、'.join(ACTIONS)}"
    raise InputError(f"没有名为 {name} 的动作；{known}")


def canonical(facts: Mapping[str, Fact | list[str]]) -> str:
    """Facts as one JSON text, the same for the same facts.

    >>> canonical({"b": 1, "a": None})
    '{"a":null,"b":1}'
    """
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(previous: str, entry: AuditEntry) -> str:
    """SHA-256 (hex) over the previous hash and everything the entry says."""
    said = [
        previous,
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.action,
        entry.object_kind,
        entry.object_id,
        entry.facts,
    ]
    return _digest(json.dumps(said, ensure_ascii=False, separators=(",", ":")))


def chained(previous: str, entry: AuditEntry) -> AuditEntry:
    """The entry with its hash, as the one after `previous`."""
    return AuditEntry(
        entry.sequence, entry.at, entry.actor_id, entry.action, entry.object_kind, entry.object_id, entry.facts,
        entry_hash(previous, entry),
    )  # fmt: skip


def hour_of(at: datetime) -> datetime:
    """The beginning of the hour (UTC) that a time lies in."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def access_hash(entries: Iterable[Access]) -> str:
    """SHA-256 (hex) over the entries of one hour, in the order of their ids."""
    lines = [f"{e.id}|{e.at.astimezone(UTC).isoformat()}|{e.actor_id}|{e.kind}|{e.contact_id}" for e in entries]
    return _digest("\n".join(lines))


def seal_facts(entries: list[Access]) -> dict[str, Fact | list[str]]:
    """What a seal says of an hour of readings: how many there were, and the hash over them."""
    return {"count": len(entries), "sha256": access_hash(entries)}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

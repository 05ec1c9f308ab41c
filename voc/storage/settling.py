"""What a contact consists of: its fingerprint, its revisions, and its end when its record joins a call."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.contact import Contact
from voc.storage.bulk import insert_rows, rows_in, update_rows
from voc.storage.mapping import Record, assemble
from voc.storage.reading import read_outlines
from voc.storage.tables import ContactMemberRow, ContactRow, RecordRow


@dataclass(frozen=True, slots=True)
class _Member:
    key: int
    revision: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class _Known:
    revision: int
    fingerprint: str
    live: bool


@dataclass(frozen=True, slots=True)
class _MakeUp:
    """What a contact consists of now, and what was known of it."""

    key: int
    members: tuple[_Member, ...]
    known: _Known | None

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(member.content_hash for member in self.members)

    @property
    def remade(self) -> bool:
        return bool(self.members) and (self.known is None or self.known.fingerprint != self.fingerprint)

    @property
    def revived(self) -> bool:
        """Whether a dissolved contact is back as it was; its revision and analyses hold again."""
        return bool(self.members) and not self.remade and self.known is not None and not self.known.live

    @property
    def dissolved(self) -> bool:
        return not self.members and self.known is not None and self.known.live

    @property
    def revision(self) -> int:
        return 1 if self.known is None else self.known.revision + 1


def fingerprint_of(content_hashes: Iterable[str]) -> str:
    """What a contact consists of, as 64 hexadecimal digits, whatever the order of its records.

    >>> fingerprint_of(["b", "a"]) == fingerprint_of(["a", "b"]) != fingerprint_of(["ab"])
    True
    """
    return hashlib.sha256("\n".join(sorted(content_hashes)).encode()).hexdigest()


def settle_contacts(
    session: Session,
    heads: Collection[int],
    changed: Mapping[int, Record],
    *,
    at: datetime,
    retimed: Collection[int] = frozenset(),
) -> tuple[int, ...]:
    """Bring the contacts of these heads up to date; the keys of live ones that are new or consist of something else.

    `changed` are records at hand by key, at their current revision; what else is needed is read. Calls of which only
    the times of the words are others, `retimed`, are something else too.
    """
    make_ups = _make_ups(session, {*heads, *retimed})
    remade = [m for m in make_ups if m.remade or m.key in retimed]
    revived = [m.key for m in make_ups if m.revived]
    _write(session, remade, _outlines(session, remade, changed), at)
    update_rows(session, ContactRow, [{"id": m.key, "dissolved_at": at} for m in make_ups if m.dissolved])
    update_rows(session, ContactRow, [{"id": key, "dissolved_at": None} for key in revived])
    return tuple(sorted([*(m.key for m in remade), *revived]))


def _make_ups(session: Session, heads: Collection[int]) -> list[_MakeUp]:
    members: dict[int | None, list[_Member]] = defaultdict(list)
    statement = sa.select(RecordRow.head_id, RecordRow.id, RecordRow.revision, RecordRow.content_hash)
    for head, key, revision, text in rows_in(session, statement.order_by(RecordRow.id), RecordRow.head_id, heads):
        members[head].append(_Member(key, revision, text))
    known = _known(session, heads)
    return [_MakeUp(key, tuple(members[key]), known.get(key)) for key in sorted(heads)]


def _known(session: Session, heads: Collection[int]) -> dict[int, _Known]:
    statement = sa.select(ContactRow.id, ContactRow.revision, ContactRow.fingerprint, ContactRow.dissolved_at)
    return {
        key: _Known(revision, fingerprint, dissolved_at is None)
        for key, revision, fingerprint, dissolved_at in rows_in(session, statement, ContactRow.id, heads)
    }


def _outlines(session: Session, remade: Collection[_MakeUp], changed: Mapping[int, Record]) -> dict[int, Contact]:
    """The contacts, without utterances where those are not at hand."""
    unread = {m.key: m.revision for make_up in remade for m in make_up.members if m.key not in changed}
    records = {**changed, **read_outlines(session, unread)}
    return {make_up.key: assemble(records[m.key] for m in make_up.members) for make_up in remade}


def _write(session: Session, remade: Collection[_MakeUp], contacts: Mapping[int, Contact], at: datetime) -> None:
    new, old = [], []
    for make_up in remade:
        values = _values(make_up, contacts[make_up.key], at)
        if make_up.known is None:
            new.append(values | {"stored_at": at})
        else:
            old.append(values)
    insert_rows(session, ContactRow, new)
    update_rows(session, ContactRow, old)
    insert_rows(session, ContactMemberRow, [row for make_up in remade for row in _member_values(make_up)])


def _values(make_up: _MakeUp, contact: Contact, at: datetime) -> dict[str, object]:
    return {
        "id": make_up.key,
        "revision": make_up.revision,
        "fingerprint": make_up.fingerprint,
        "occurred_at": contact.occurred_at,
        "queue": contact.queue,
        "channel": contact.channel,
        "satisfaction": contact.satisfaction,
        "answered": contact.answered,
        "changed_at": at,
        "dissolved_at": None,
    }


def _member_values(make_up: _MakeUp) -> list[dict[str, object]]:
    return [
        {
            "contact_id": make_up.key,
            "contact_revision": make_up.revision,
            "record_id": member.key,
            "record_revision": member.revision,
        }
        for member in make_up.members
    ]

"""Which record belongs to which contact. It follows from the stored records alone, never from the order they came in.

A conversation heads a contact, and so does a survey response that names no call. One that names a call belongs to the
call of its own source, else to the only call with that id in any other source, and waits where there is no such call.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.contact import ContactKind
from voc.storage.bulk import rows_in, update_rows
from voc.storage.mapping import Record
from voc.storage.tables import RecordRow


@dataclass(frozen=True, slots=True)
class _Placed:
    """A record and the head of its contact, None while it has none."""

    key: int
    source: str
    conversation_id: str | None
    head: int | None


def join_records(session: Session, changed: Mapping[int, Record], *, arrived: Collection[str]) -> tuple[int, ...]:
    """Point every record at the head of its contact; the heads whose contacts may consist of something else, ascending.

    `changed` are the new and changed records by key, already stored; `arrived` the ids of calls not known before, which
    survey responses may be waiting for, or belong to rather than to the call they had joined.
    """
    placed = _placed(session, changed, arrived)
    heads = _heads(placed, _calls(session, {p.conversation_id for p in placed if p.conversation_id is not None}))
    moved = [p for p in placed if heads[p.key] != p.head]
    update_rows(session, RecordRow, [{"id": p.key, "head_id": heads[p.key]} for p in moved])
    touched = {heads[key] for key in changed} | {p.head for p in moved} | {heads[p.key] for p in moved}
    return tuple(sorted(head for head in touched if head is not None))


def _placed(session: Session, changed: Collection[int], arrived: Collection[str]) -> list[_Placed]:
    """The changed records and the survey responses that name a call which arrived, by key."""
    statement = sa.select(RecordRow.id, RecordRow.source, RecordRow.conversation_id, RecordRow.head_id)
    found = [
        *rows_in(session, statement, RecordRow.id, changed),
        *rows_in(session, statement, RecordRow.conversation_id, arrived),
    ]
    by_key = {row[0]: _Placed(*row) for row in found}
    return [by_key[key] for key in sorted(by_key)]


def _calls(session: Session, external_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Keys of the calls with these ids, by id and source."""
    calls: dict[str, dict[str, int]] = defaultdict(dict)
    statement = sa.select(RecordRow.external_id, RecordRow.source, RecordRow.id)
    statement = statement.where(RecordRow.kind == ContactKind.CONVERSATION.value)
    for external_id, source, key in rows_in(session, statement, RecordRow.external_id, external_ids):
        calls[external_id][source] = key
    return calls


def _heads(placed: Iterable[_Placed], calls: Mapping[str, Mapping[str, int]]) -> dict[int, int | None]:
    return {
        p.key: p.key if p.conversation_id is None else _call_for(p.source, calls.get(p.conversation_id, {}))
        for p in placed
    }


def _call_for(source: str, calls: Mapping[str, int]) -> int | None:
    """The call of the same source, else the only one of any other; None where it cannot be told.

    >>> _call_for("a", {"a": 1, "b": 2}), _call_for("c", {"b": 2}), _call_for("c", {"a": 1, "b": 2})
    (1, 2, None)
    """
    if source in calls:
        return calls[source]
    return next(iter(calls.values())) if len(calls) == 1 else None

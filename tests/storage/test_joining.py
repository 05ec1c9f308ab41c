"""Whatever the order in which records arrive, the contacts are those that follow from the records."""

from collections import defaultdict
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from voc.domain.conversation import Conversation
from voc.errors import NotFoundError
from voc.storage.contacts import Contacts, StoredContact, WaitingSurveys
from voc.storage.engine import sessions
from voc.storage.joining import join_records
from voc.storage.records import Records
from voc.storage.settling import fingerprint_of
from voc.storage.tables import ContactRow, RecordRow

from .builders import NOW, Record, call, hashed, survey

Name = tuple[str, str, str]
Arrival = tuple[str, Record]

HISTORIES: dict[Name, list[Arrival]] = {
    ("a", "call", "1"): [("a", call("1", "旧")), ("a", call("1", "新"))],
    ("b", "call", "1"): [("b", call("1"))],
    ("c", "call", "1"): [("c", call("1"))],
    ("b", "call", "2"): [("b", call("2", survey=survey("2", "2", score=1, embedded=True)))],
    ("a", "survey", "S1"): [("a", survey("S1", "1"))],
    ("d", "survey", "S1"): [("d", survey("S1", "1", score=2))],
    ("a", "survey", "S2"): [("a", survey("S2")), ("a", survey("S2", "2")), ("a", survey("S2", "1"))],
    ("b", "survey", "S3"): [("b", survey("S3", "2")), ("b", survey("S3"))],
    ("c", "survey", "S4"): [("c", survey("S4", "9")), ("c", survey("S4")), ("c", survey("S4", "9"))],
    ("c", "survey", "S5"): [("c", survey("S5")), ("c", survey("S5", "1")), ("c", survey("S5"))],
}


def expected(records: Mapping[Name, Record]) -> tuple[dict[Name, str], set[Name]]:
    """Fingerprints of the contacts and the names of waiting surveys, straight from the rule."""
    members: dict[Name, list[Record]] = defaultdict(list)
    waiting = set()
    for (source, kind, name), record in records.items():
        if isinstance(record, Conversation) or record.conversation_id is None:
            members[source, kind, name].append(record)
            continue
        calls = [key for key in records if key[1:] == ("call", record.conversation_id)]
        own = [key for key in calls if key[0] == source]
        chosen = own or calls
        if len(chosen) == 1:
            members[chosen[0]].append(record)
        else:
            waiting.add((source, kind, name))
    return {name: fingerprint_of(text for _, text in hashed(*found)) for name, found in members.items()}, waiting


def stored(session: Session) -> tuple[dict[Name, str], set[Name]]:
    kind = sa.case((RecordRow.kind == "conversation", "call"), else_="survey")
    live = sa.select(RecordRow.source, kind, RecordRow.external_id, ContactRow.fingerprint).join(
        ContactRow, ContactRow.id == RecordRow.id
    )
    waiting = sa.select(RecordRow.source, kind, RecordRow.external_id).where(RecordRow.head_id.is_(None))
    return (
        {(row[0], row[1], row[2]): row[3] for row in session.execute(live.where(ContactRow.dissolved_at.is_(None)))},
        {(row[0], row[1], row[2]) for row in session.execute(waiting)},
    )


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[dict[Name, Record], list[list[Arrival]]]:
    """Some records as they end, and a way in which they and their earlier versions may arrive, in chunks."""
    names = draw(st.lists(st.sampled_from(sorted(HISTORIES)), unique=True, min_size=1))
    turns = draw(st.permutations([name for name in names for _ in HISTORIES[name]]))
    left = {name: iter(HISTORIES[name]) for name in names}
    sequence = [next(left[name]) for name in turns]
    cuts = draw(st.lists(st.booleans(), min_size=len(sequence), max_size=len(sequence)))
    chunks: list[list[Arrival]] = [[]]
    for arrival, cut in zip(sequence, cuts, strict=True):
        if cut or (chunks[-1] and chunks[-1][0][0] != arrival[0]):
            chunks.append([])
        chunks[-1].append(arrival)
    return {name: HISTORIES[name][-1][1] for name in names}, [chunk for chunk in chunks if chunk]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=arrivals())
def test_the_contacts_do_not_depend_on_the_order_of_arrival(
    engine: Engine, drawn: tuple[dict[Name, Record], list[list[Arrival]]]
) -> None:
    final, chunks = drawn
    with sessions(engine)() as session:
        for chunk in chunks:
            before = dict(revisions(session))
            records = hashed(*(record for _, record in chunk))
            outcome = Records(session).store(chunk[0][0], records, at=NOW)
            after = revisions(session)
            assert outcome.contact_keys == tuple(key for key in sorted(after) if before.get(key) != after[key])
        assert stored(session) == expected(final)
        loaded = Contacts(session).load(sorted(revisions(session)))
        assert {(c.source, c.contact.kind.value.split("_")[0], c.contact.id) for c in loaded} == {
            (source, {"call": "conversation"}.get(kind, kind), name) for source, kind, name in expected(final)[0]
        }


def revisions(session: Session) -> dict[int, int]:
    live = sa.select(ContactRow.id, ContactRow.revision).where(ContactRow.dissolved_at.is_(None))
    return {row.id: row.revision for row in session.execute(live)}


def store(session: Session, source: str, *records: Record) -> tuple[int, ...]:
    return Records(session).store(source, hashed(*records), at=NOW).contact_keys


def members(session: Session, external_id: str, source: str | None = None) -> list[str]:
    found = Contacts(session).find(external_id, source=source)
    assert isinstance(found, StoredContact)
    return [part.id for part in found.contact.surveys]


def test_a_survey_of_the_same_source_joins_its_call(session: Session) -> None:
    assert len(store(session, "crm", survey("S-1", "C-1"), call("C-1"))) == 1
    assert members(session, "C-1") == ["S-1"]


def test_a_survey_waits_until_its_call_comes_in_another_source(session: Session) -> None:
    assert store(session, "sms", survey("S-1", "C-1")) == ()
    assert isinstance(Contacts(session).find("S-1"), WaitingSurveys)
    (key,) = store(session, "crm", call("C-1"))
    assert Contacts(session).load([key])[0].revision == 1
    assert members(session, "S-1") == ["S-1"]


def test_the_call_of_the_own_source_goes_before_one_of_another(session: Session) -> None:
    store(session, "other", call("C-1"))
    store(session, "crm", survey("S-1", "C-1"))
    assert members(session, "C-1") == ["S-1"]
    assert len(store(session, "crm", call("C-1"))) == 2
    assert members(session, "C-1", "other") == []
    assert members(session, "C-1", "crm") == ["S-1"]


def test_between_two_calls_of_other_sources_a_survey_waits(session: Session) -> None:
    store(session, "sms", survey("S-1", "C-1"))
    store(session, "one", call("C-1"))
    (changed, new) = store(session, "two", call("C-1"))
    assert changed < new
    assert isinstance(Contacts(session).find("S-1"), WaitingSurveys)


def test_a_survey_that_names_another_call_changes_both_contacts(session: Session) -> None:
    calls = store(session, "crm", call("C-1"), call("C-2"), survey("S-1", "C-1"))
    assert store(session, "crm", survey("S-1", "C-2")) == calls
    assert (members(session, "C-1"), members(session, "C-2")) == ([], ["S-1"])


def test_a_survey_that_comes_to_name_an_unknown_call_waits_and_leaves_its_contact(session: Session) -> None:
    (key,) = store(session, "crm", survey("S-1"))
    assert store(session, "crm", survey("S-1", "C-1")) == ()
    with pytest.raises(NotFoundError, match=f"键为 {key} 的接触"):
        Contacts(session).load([key])


def test_where_nothing_changed_nothing_is_joined(session: Session) -> None:
    assert join_records(session, {}, arrived=()) == ()

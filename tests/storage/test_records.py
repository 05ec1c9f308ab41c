from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from voc.domain.conversation import Speaker, Utterance
from voc.storage.contacts import Contacts
from voc.storage.engine import sessions
from voc.storage.records import Records, StoreOutcome
from voc.storage.tables import ConversationRevisionRow, RecordRow, SurveyRevisionRow, UtteranceRow

from .builders import LATER, NOW, Record, call, hashed, survey, timed


def store(session: Session, *records: Record, source: str = "crm") -> StoreOutcome:
    return Records(session).store(source, hashed(*records), at=NOW)


def counts(outcome: StoreOutcome) -> tuple[int, int, int]:
    return outcome.new_count, outcome.changed_count, outcome.unchanged_count


def test_new_records_are_stored_and_their_contacts_named(session: Session) -> None:
    outcome = store(session, call("C-1"), survey("S-1"), survey("S-2"))
    assert counts(outcome) == (3, 0, 0)
    ids = [stored.contact.id for stored in Contacts(session).load(outcome.contact_keys)]
    assert ids == ["C-1", "S-1", "S-2"]


def test_the_same_content_is_skipped(session: Session) -> None:
    store(session, call("C-1"), survey("S-1"))
    assert store(session, survey("S-1"), call("C-1")) == StoreOutcome(0, 0, 2, ())


def test_changed_content_is_a_new_revision_of_the_record_and_of_its_contact(session: Session) -> None:
    first = store(session, call("C-1", "旧话"))
    second = store(session, call("C-1", "新话"))
    assert counts(second) == (0, 1, 0)
    assert second.contact_keys == first.contact_keys
    (stored,) = Contacts(session).load(second.contact_keys)
    assert stored.revision == 2
    assert stored.contact.conversation == call("C-1", "新话")


def test_earlier_revisions_stay_readable(session: Session) -> None:
    (key,) = store(session, call("C-1", "旧话"), survey("S-1", "C-1")).contact_keys
    store(session, survey("S-1", "C-1", comment="改了"))
    store(session, call("C-1", "新话"))
    texts = [
        (found.contact.conversation.utterances[1].text, found.contact.surveys[0].comment)
        for found in (Contacts(session).read(key, revision) for revision in (1, 2, 3))
        if found.contact.conversation is not None
    ]
    assert texts == [("旧话", "太慢了"), ("旧话", "改了"), ("新话", "改了")]


def test_the_last_of_several_in_one_chunk_wins_as_the_latest_revision(session: Session) -> None:
    outcome = store(session, survey("S-1"), survey("S-1", score=1), survey("S-1", score=1), survey("S-1", score=2))
    assert counts(outcome) == (1, 2, 1)
    (stored,) = Contacts(session).load(outcome.contact_keys)
    assert stored.contact.satisfaction == 0.25
    assert stored.revision == 1
    assert session.scalars(sa.select(SurveyRevisionRow.score).order_by(SurveyRevisionRow.revision)).all() == [
        None,
        1,
        2,
    ]


def test_content_that_returns_is_a_revision_of_its_own(session: Session) -> None:
    store(session, survey("S-1"))
    assert counts(store(session, survey("S-1", score=1), survey("S-1"))) == (0, 2, 0)
    assert session.scalar(sa.select(RecordRow.revision)) == 3


def test_sources_and_kinds_are_told_apart(session: Session) -> None:
    store(session, call("1"), survey("1"))
    assert counts(store(session, call("1"), survey("1"), source="other")) == (2, 0, 0)


def test_fewer_utterances_leave_none_of_the_earlier_ones(session: Session) -> None:
    long = call("C-1")
    (key,) = store(session, long).contact_keys
    store(session, replace(long, utterances=(Utterance(Speaker.CUSTOMER, "喂"),)))
    (stored,) = Contacts(session).load([key])
    assert stored.contact.conversation is not None
    assert [u.text for u in stored.contact.conversation.utterances] == ["喂"]
    assert session.scalar(sa.select(sa.func.count()).select_from(UtteranceRow)) == 3


def test_an_embedded_survey_lives_in_the_revision_of_its_call(session: Session) -> None:
    embedded = survey("C-1", "C-1", score=1, embedded=True)
    (key,) = store(session, call("C-1", survey=embedded)).contact_keys
    store(session, call("C-1"))
    assert Contacts(session).read(key, 1).contact.surveys == (embedded,)
    assert Contacts(session).read(key, 2).contact.surveys == ()


def test_times_of_storing_are_kept(session: Session) -> None:
    store(session, call("C-1"))
    Records(session).store("crm", hashed(call("C-1", "新话")), at=LATER)
    assert session.execute(sa.select(RecordRow.stored_at, RecordRow.changed_at)).one() == (NOW, LATER)
    statement = sa.select(ConversationRevisionRow.stored_at).order_by(ConversationRevisionRow.revision)
    assert session.scalars(statement).all() == [NOW, LATER]


TIMED = timed(call("C-1"))


def test_times_for_words_that_are_stored_change_the_contact_and_no_record(session: Session) -> None:
    first = store(session, call("C-1"), survey("S-1", "C-1"), call("C-2"))
    again = store(session, TIMED, survey("S-1", "C-1"), call("C-2"))
    assert counts(again) == (0, 1, 2)
    assert again.contact_keys == first.contact_keys[:1]
    (stored,) = Contacts(session).load(again.contact_keys)
    assert (stored.revision, stored.contact.conversation) == (2, TIMED)
    assert [s.id for s in stored.contact.surveys] == ["S-1"]
    assert set(session.scalars(sa.select(RecordRow.revision))) == {1}
    assert stored.contact == Contacts(session).read(stored.key, 1).contact


def test_times_once_stored_stay_when_the_same_words_come_without(session: Session) -> None:
    (key,) = store(session, TIMED).contact_keys
    assert store(session, call("C-1")) == store(session, TIMED) == StoreOutcome(0, 0, 1, ())
    assert Contacts(session).load([key])[0].contact.conversation == TIMED


def test_times_that_come_later_in_the_same_chunk_are_kept_too(session: Session) -> None:
    outcome = store(session, call("C-1"), TIMED, call("C-1"))
    assert counts(outcome) == (1, 1, 1)
    (stored,) = Contacts(session).load(outcome.contact_keys)
    assert (stored.revision, stored.contact.conversation) == (1, TIMED)


def test_an_empty_chunk_is_nothing(session: Session) -> None:
    assert store(session) == StoreOutcome(0, 0, 0, ())


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement.split()[0])

    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("again", [False, True])
def test_a_chunk_of_a_thousand_takes_few_statements(engine: Engine, session: Session, again: bool) -> None:
    records = [survey(f"S-{n}", f"C-{n}") for n in range(500)] + [call(f"C-{n}") for n in range(500)]
    if again:
        store(session, *records)
    with statements(engine) as seen:
        store(session, *records)
    assert Counter(seen)["SELECT"] <= 20
    assert len(seen) <= 30


CONTENTS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from([1, 2, 3])), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=CONTENTS, size=st.integers(1, 12))
def test_chunks_of_any_size_store_the_same_revisions(
    engine: Engine, contents: list[tuple[str, int]], size: int
) -> None:
    records = [survey(name, score=score) for name, score in contents]
    with sessions(engine)() as session:
        outcomes = [store(session, *records[at : at + size]) for at in range(0, len(records), size)]
        statement = sa.select(SurveyRevisionRow.external_id, SurveyRevisionRow.revision, SurveyRevisionRow.score)
        found = {(name, number): score for name, number, score in session.execute(statement)}
    wanted = {}
    for name, score in contents:
        number = max((n for known, n in wanted if known == name), default=0)
        if wanted.get((name, number)) != score:
            wanted[name, number + 1] = score
    assert found == wanted
    assert [sum(column) for column in zip(*map(counts, outcomes), strict=True)] in (
        [],
        [len({name for name, _ in contents}), len(wanted) - len({n for n, _ in contents}), len(contents) - len(wanted)],
    )

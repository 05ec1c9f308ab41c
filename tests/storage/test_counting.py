from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from voc.domain.attribution import AbstainReason
from voc.domain.painpoint import Counted
from voc.domain.review import verdict_of
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.counting import ContactFilter, Counts, Statistics
from voc.storage.engine import sessions
from voc.storage.records import Records

from .builders import LATER, NOW, V1, V2, Record, analysis, call, claim, hashed, survey


def store(session: Session, *records: Record, source: str = "crm") -> tuple[int, ...]:
    return Records(session).store(source, hashed(*records), at=NOW).contact_keys


def store_analysed(session: Session, *records: Record) -> tuple[int, ...]:
    keys = store(session, *records)
    stored = Contacts(session).load(keys)
    Analyses(session).save([(s.key, s.revision, analysis(s.contact.id, claim())) for s in stored], at=NOW)
    return keys


def counted(session: Session, **bounds: object) -> list[str]:
    return [c.contact_id for c in Counts(session).counted(ContactFilter(**bounds))]


def test_a_contact_is_counted_with_its_place_and_its_verdict(session: Session) -> None:
    (key,) = store(session, call("C-1"), survey("S-1", "C-1", score=2))
    claimed = replace(analysis("C-1", claim(), claim("rule.channel", 0.3)), abstain_reason=AbstainReason.CONFLICT)
    Analyses(session).save([(key, 1, claimed)], at=NOW)
    verdict = verdict_of(claimed, None)
    assert verdict.pending
    assert verdict.findings[0].evidence[0].text == "转不出去"
    assert list(Counts(session).counted()) == [
        Counted("C-1", NOW, "信用卡", "phone", verdict, scored_low=True, key=key)
    ]


@pytest.mark.parametrize(("score", "low"), [(None, False), (1, True), (2, True), (3, False), (5, False)])
def test_a_score_below_the_middle_is_low(session: Session, score: float | None, low: bool) -> None:
    store_analysed(session, survey("S-1", score=score))
    assert [c.scored_low for c in Counts(session).counted()] == [low]


def test_contacts_come_by_time_and_key_with_undated_ones_last(session: Session) -> None:
    times = {"A": LATER, "B": None, "C": NOW, "D": LATER, "E": None}
    store_analysed(session, *(call(name, started_at=at) for name, at in times.items()))
    assert counted(session) == ["C", "A", "D", "B", "E"]


def test_what_was_not_analysed_as_it_is_now_is_not_counted(session: Session) -> None:
    store_analysed(session, call("C-1"), call("C-2"))
    store(session, call("C-2", "新话"), call("C-3"))
    assert counted(session) == ["C-1"]


def test_only_the_current_analysis_counts(session: Session) -> None:
    (key,) = store_analysed(session, call("C-1"))
    Analyses(session).save([(key, 1, analysis("C-1", version=V2))], at=LATER)
    assert [c.dissatisfied for c in Counts(session).counted()] == [False]
    Analyses(session).make_current(V1)
    assert [c.dissatisfied for c in Counts(session).counted()] == [True]


def test_filters_narrow_down(session: Session) -> None:
    store_analysed(
        session,
        call("C-1", queue="信用卡", channel="phone", started_at=NOW),
        call("C-2", queue="网银", channel="chat", started_at=NOW + timedelta(hours=1)),
        call("C-3", queue=None, channel=None, started_at=LATER),
        call("C-4", queue="网银", channel="phone", started_at=None),
    )
    assert counted(session, since=NOW, until=LATER) == ["C-1", "C-2"]
    assert counted(session, since=NOW + timedelta(microseconds=1)) == ["C-2", "C-3"]
    assert counted(session, queues=("网银", "信用卡")) == ["C-1", "C-2", "C-4"]
    assert counted(session, queues=("网银",), channels=("phone",)) == ["C-4"]
    assert counted(session, channels=("sms",)) == []


def test_more_contacts_than_a_partition_are_counted_once_each(session: Session) -> None:
    store_analysed(session, *(survey(f"S-{n:04}") for n in range(2100)))
    found = list(Counts(session).counted())
    assert [c.contact_id for c in found] == [f"S-{n:04}" for n in range(2100)]
    assert all(len(c.verdict.findings) == 1 for c in found)


def test_statistics_divide_the_contacts(session: Session) -> None:
    store_analysed(session, call("C-1"), survey("S-1", "C-1"), survey("S-2"))
    store(
        session,
        call("C-2", survey=survey("C-2", "C-2", embedded=True)),
        survey("S-3", comment="", invited=True),
        survey("S-4", comment="", invited=True),
        survey("S-5"),
        survey("S-6", "C-9"),
    )
    assert Counts(session).statistics() == Statistics(
        contact_count=6,
        conversation_count=2,
        survey_response_count=4,
        invitation_count=2,
        answered_count=4,
        analysed_count=2,
        unanalysed_count=2,
        joined_survey_count=1,
        waiting_survey_count=1,
    )


def test_statistics_of_nothing_are_nothing(session: Session) -> None:
    assert Counts(session).statistics() == Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_statistics_follow_the_filter_also_for_what_waits(session: Session) -> None:
    store(session, survey("S-1", "C-9", queue="网银"), survey("S-2", "C-9", answered_at=None), call("C-1"))
    store(session, survey("S-3", "C-1"), source="crm")
    numbers = Counts(session).statistics(ContactFilter(queues=("网银",)))
    assert (numbers.contact_count, numbers.joined_survey_count, numbers.waiting_survey_count) == (0, 0, 1)
    numbers = Counts(session).statistics(ContactFilter(since=NOW))
    assert (numbers.contact_count, numbers.joined_survey_count, numbers.waiting_survey_count) == (1, 1, 1)


def test_a_dissolved_contact_is_in_no_count(session: Session) -> None:
    store_analysed(session, survey("S-1"), call("C-1"))
    store(session, survey("S-1", "C-1"))
    numbers = Counts(session).statistics()
    assert (numbers.contact_count, numbers.survey_response_count, numbers.analysed_count) == (1, 0, 0)


RECORDS = st.lists(
    st.one_of(
        st.builds(call, st.sampled_from(["C1", "C2"]), queue=st.sampled_from(["甲", "乙", None])),
        st.builds(
            survey,
            st.sampled_from(["S1", "S2", "S3"]),
            st.sampled_from([None, "C1", "C2"]),
            comment=st.sampled_from(["", "慢"]),
            queue=st.sampled_from(["甲", None]),
        ),
    )
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(analysed=RECORDS, later=RECORDS, queues=st.sampled_from([(), ("甲",), ("甲", "乙")]))
def test_counts_agree_with_each_other(
    engine: Engine, analysed: list[Record], later: list[Record], queues: tuple[str, ...]
) -> None:
    wanted = ContactFilter(queues=queues)
    with sessions(engine)() as session:
        store_analysed(session, *analysed)
        store(session, *later)
        numbers = Counts(session).statistics(wanted)
        everything = Counts(session).statistics()
        found = list(Counts(session).counted(wanted))
        unanalysed = Contacts(session).count_unanalysed(V1)
    assert numbers.contact_count == numbers.conversation_count + numbers.survey_response_count
    assert numbers.contact_count == numbers.invitation_count + numbers.answered_count
    assert numbers.answered_count == numbers.analysed_count + numbers.unanalysed_count
    assert len(found) >= numbers.analysed_count
    assert everything.unanalysed_count == unanalysed


def test_calls_of_some_agents_and_some_contacts_are_counted_alone(session: Session) -> None:
    keys = store_analysed(session, call("C-1", agent_id="A1"), call("C-2", agent_id="A2"), call("C-3"), survey("S-1"))
    assert counted(session, agents=("A1",)) == ["C-1"]
    assert counted(session, agents=()) == []
    assert counted(session, keys=(keys[1], keys[2])) == ["C-2", "C-3"]
    assert [key for key, _ in Counts(session).keyed()] == list(keys)


def test_the_agent_is_the_one_of_the_call_as_it_is_now(session: Session) -> None:
    store_analysed(session, call("C-1", agent_id="A1"))
    store_analysed(session, call("C-1", agent_id="A2"))
    assert (counted(session, agents=("A1",)), counted(session, agents=("A2",))) == ([], ["C-1"])


def test_a_survey_that_waits_is_nobodys(session: Session) -> None:
    store(session, survey("S-1", "C-9"))
    assert Counts(session).statistics().waiting_survey_count == 1
    assert Counts(session).statistics(ContactFilter(agents=("A1",))).waiting_survey_count == 0
    assert Counts(session).statistics(ContactFilter(keys=(1,))).waiting_survey_count == 0

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.builders import finding
from tests.storage.reviewing import draft
from voc.domain.account import Actor, Role
from voc.domain.attribution import AbstainReason
from voc.domain.contact import Contact
from voc.domain.permission import Action, allowed
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.reviewing.history import Submit
from voc.storage.access import Sight, nobody_assigned
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.counting import ContactFilter
from voc.storage.links import Links
from voc.storage.records import Records
from voc.storage.reviews import Reviews
from voc.storage.search import EVERYWHERE, SearchFilter, Texts

from .builders import LATER, NOW, Record, analysis, call, claim, hashed, survey


def store(session: Session, *records: Record, source: str = "crm") -> tuple[int, ...]:
    return Records(session).store(source, hashed(*records), at=NOW).contact_keys


def contacts(session: Session, wanted: SearchFilter = EVERYWHERE) -> list[int]:
    """The contacts of the candidates among all texts, each once, in their order."""
    texts = Texts(session)
    keys = texts.keys(None, before=None, limit=100)
    return list(dict.fromkeys(candidate.contact for candidate in texts.candidates(keys, wanted)))


def test_without_a_phrase_all_texts_are_looked_at_from_the_last_to_the_first(session: Session) -> None:
    store(session, survey("S-1"), survey("S-2"), survey("S-3"))
    keys = Texts(session).keys(None, before=None, limit=100)
    assert keys == sorted(keys, reverse=True)
    assert Texts(session).keys(None, before=keys[0], limit=1) == [keys[1]]


def test_candidates_are_texts_of_current_revisions_in_live_contacts(session: Session) -> None:
    store(session, survey("S-1", comment="第一版"))
    (key,) = store(session, survey("S-1", comment="第二版"))
    texts = Texts(session)
    (candidate,) = texts.candidates(texts.keys(None, before=None, limit=9), EVERYWHERE)
    assert candidate.contact == key
    assert texts.of_contacts([key])[key][0].said.text == "第二版"


def test_a_survey_that_waits_for_its_call_is_no_contact_and_then_belongs_to_the_call(session: Session) -> None:
    store(session, survey("S-1", "C-1"))
    assert contacts(session) == []
    (key,) = store(session, call("C-1"))
    assert contacts(session) == [key]


@pytest.mark.parametrize("arrival", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_the_texts_of_a_contact_stand_as_in_the_contact_whatever_came_first(
    session: Session, arrival: tuple[int, ...]
) -> None:
    own = survey("C-1", "C-1", embedded=True, comment="打分时写的", answered_at=LATER)
    records = (
        (call("C-1", survey=own), "crm"),
        (survey("S-2", "C-1", comment="后来写的", answered_at=None), "a"),
        (survey("S-1", "C-1", comment="先写的"), "b"),
        (survey("S-1", "C-1", comment="同号的"), "a"),
    )
    for number in arrival:
        store(session, records[number][0], source=records[number][1])
    stored = Contacts(session).find("C-1", source="crm")
    assert isinstance(stored, object)
    contact: Contact = stored.contact  # type: ignore[union-attr]
    found = Texts(session).of_contacts([stored.key])  # type: ignore[union-attr]
    assert [text.said for text in found[stored.key]] == list(contact.texts)  # type: ignore[union-attr]


def test_contacts_are_filtered_by_time_and_place(session: Session) -> None:
    card, app = store(session, call("C-1"), survey("S-1", queue="手机银行", channel="app", answered_at=LATER))
    assert contacts(session) == [app, card]
    for wanted, key in (
        (ContactFilter(until=LATER), card),
        (ContactFilter(since=LATER), app),
        (ContactFilter(queues=("信用卡",)), card),
        (ContactFilter(channels=("app",)), app),
    ):
        assert contacts(session, SearchFilter(wanted)) == [key]


def test_contacts_are_filtered_by_the_agents_of_the_call_as_it_is(session: Session) -> None:
    first, second, _ = store(session, call("C-1", agent_id="A1"), call("C-2", agent_id="A2"), survey("S-1"))
    assert contacts(session, SearchFilter(agents=("A1", "A2"))) == [second, first]
    store(session, call("C-1", agent_id="A3"))
    assert contacts(session, SearchFilter(agents=("A1",))) == []
    assert contacts(session, SearchFilter(agents=("A3",))) == [first]


def test_contacts_are_filtered_by_cause_or_factor_unless_the_analysis_abstained(session: Session) -> None:
    blamed, unsure, _ = store(session, call("C-1"), call("C-2"), call("C-3"))
    claims = analysis("C-1", claim()), replace(analysis("C-2", claim()), abstain_reason=AbstainReason.CONFLICT)
    Analyses(session).save([(blamed, 1, claims[0]), (unsure, 1, claims[1])], at=NOW)
    for code in ("product", "product.error"):
        assert contacts(session, SearchFilter(code=code)) == [blamed]
    assert contacts(session, SearchFilter(code="person")) == []


def test_contacts_are_filtered_by_what_a_person_decided_before_what_is_claimed(session: Session) -> None:
    blamed, unsure = store(session, call("C-1"), call("C-2"))
    claims = analysis("C-1", claim()), replace(analysis("C-2", claim()), abstain_reason=AbstainReason.CONFLICT)
    Analyses(session).save([(blamed, 1, claims[0]), (unsure, 1, claims[1])], at=NOW)
    reviews = Reviews(session)
    for key, change in ((blamed, TellDissatisfied(False)), (unsure, PutFinding(finding("rule.fee")))):
        told = reviews.advance(draft(session, key, f"R-{key}"), change, by="王检", at=NOW)
        reviews.let_count(reviews.advance(told, Submit(), by="王检", at=NOW))
    everybodys = allowed(Actor("u", frozenset({Role.QA_LEAD})), Action.SEARCH)
    for sight in (None, Sight(everybodys, nobody_assigned)):
        assert contacts(session, SearchFilter(code="product", sight=sight)) == []
        assert contacts(session, SearchFilter(code="rule", sight=sight)) == [unsure]
        assert contacts(session, SearchFilter(code="rule.fee", sight=sight)) == [unsure]


def test_a_heading_tells_a_contact(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    heading = Texts(session).headings([key])[key]
    assert (heading.key, heading.id, heading.source) == (key, "C-1", "crm")
    assert (heading.occurred_at, heading.queue, heading.channel) == (NOW, "信用卡", "phone")


def test_texts_are_candidates_only_as_far_as_somebody_sees(session: Session) -> None:
    links = Links(session)
    links.add_teams(["一班"])
    links.place_agents({"A2": "一班"})
    answered = survey("S-1", conversation_id="C-1")
    first, second, *_ = store(session, call("C-1", agent_id="A1"), call("C-2", agent_id="A2"), call("C-3"), answered)

    def seen(*roles: Role) -> set[int]:
        actor = Actor("u", frozenset(roles), "A1", "一班")
        sight = Sight(allowed(actor, Action.SEARCH), nobody_assigned)
        return set(contacts(session, SearchFilter(sight=sight)))

    assert seen(Role.AGENT) == {first}
    assert seen(Role.TEAM_LEAD) == {second}
    assert seen(Role.AGENT, Role.TEAM_LEAD) == {first, second}
    assert seen(Role.INSPECTOR) == set()
    assert seen(Role.QA_LEAD) == set(contacts(session))

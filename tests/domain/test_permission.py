"""The table of the house, written down once more."""

import pytest

from voc.domain.account import Actor, Role
from voc.domain.permission import TABLE, Action, Belonging, Extent, Grant, allowed

HOUSE = """
                     inspector qa_lead agent team_lead product      department       administrator
contact.read         assigned  all     own   own_team  all-nameless departments      all
search               assigned  all     own   own_team  all-nameless departments      all
review.write         assigned  all     -     -         -            -                -
reviewer.read        -         all     -     -         -            -                all
adjudicate           -         all     -     -         -            -                -
sampling.write       -         all     -     -         -            -                -
calibration.write    -         all     -     -         -            -                -
appeal.file          -         -       own   -         -            -                -
appeal.forward       -         -       -     own_team  -            -                -
appeal.decide        -         all     -     -         -            -                -
frequency.read       all       all     own   own_team  all-nameless departments      all
export.read          all       all     own   own_team  all-nameless departments      all
rule.propose         all       all     -     -         all          -                all
rule.promote         -         all     -     -         -            -                all
model.promote        -         all     -     -         -            -                all
user.write           -         -       -     -         -            -                all
token.write          -         -       -     -         -            -                all
audit.read           -         all     -     -         -            -                all
import.write         -         -       -     -         -            -                all
"""
WORDS = {
    "all": Grant(Extent.ALL),
    "all-nameless": Grant(Extent.ALL, agent_names=False),
    "assigned": Grant(Extent.ASSIGNED),
    "own": Grant(Extent.OWN),
    "own_team": Grant(Extent.OWN_TEAM),
    "departments": Grant(Extent.OWN_DEPARTMENTS, agent_names=False),
}


def _cells() -> list[tuple[Action, Role, str]]:
    head, *rows = [line.split() for line in HOUSE.strip().splitlines()]
    return [(Action(row[0]), Role(role), word) for row in rows for role, word in zip(head, row[1:], strict=True)]


@pytest.mark.parametrize(("action", "role", "word"), _cells(), ids=str)
def test_the_table_is_that_of_the_house(action: Action, role: Role, word: str) -> None:
    granted = allowed(Actor("u", frozenset({role})), action).grants
    assert granted == (frozenset() if word == "-" else {WORDS[word]})


def test_every_action_is_decided() -> None:
    assert set(TABLE) == set(Action)


def test_nobody_but_the_administrator_and_the_lead_sees_who_did_what() -> None:
    assert set(TABLE[Action.AUDIT_READ]) == {Role.QA_LEAD, Role.ADMINISTRATOR}


OURS = Belonging("A1", "一班", frozenset({"电子银行部", "个人金融部"}), frozenset({"me"}))
THEIRS = Belonging("A2", "二班", frozenset({"个人金融部"}), frozenset({"you"}))


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AGENT, Role.TEAM_LEAD, Role.DEPARTMENT])
def test_own_objects_are_covered_and_others_are_not(role: Role) -> None:
    reach = allowed(Actor("me", frozenset({role}), "A1", "一班", frozenset({"电子银行部"})), Action.CONTACT_READ)
    assert reach.covers(OURS)
    assert not reach.covers(THEIRS)
    assert not reach.covers(Belonging())
    assert not reach.unlimited


def test_a_contact_shared_by_departments_is_seen_by_each() -> None:
    for department in OURS.departments:
        actor = Actor("u", frozenset({Role.DEPARTMENT}), departments=frozenset({department}))
        assert allowed(actor, Action.CONTACT_READ).covers(OURS)


def test_who_belongs_to_nothing_owns_nothing() -> None:
    for role in (Role.AGENT, Role.TEAM_LEAD, Role.DEPARTMENT):
        assert not allowed(Actor("u", frozenset({role})), Action.CONTACT_READ).covers(Belonging())


def test_what_somebody_made_is_their_own() -> None:
    reach = allowed(Actor("me", frozenset({Role.QA_LEAD})), Action.JOB_READ)
    assert reach.covers(Belonging(owner="me"))
    assert not reach.covers(Belonging(owner="you"))


def test_roles_add_up_and_each_shows_the_agent_only_as_far_as_it_goes() -> None:
    actor = Actor("me", frozenset({Role.PRODUCT, Role.TEAM_LEAD}), None, "一班")
    reach = allowed(actor, Action.CONTACT_READ)
    assert (reach.unlimited, reach.whole_with_names) == (True, False)
    assert reach.covers(THEIRS)
    assert reach.shows_agent(OURS)
    assert not reach.shows_agent(THEIRS)


def test_a_token_grants_nothing_that_its_scopes_leave_out_nor_what_its_user_may_not() -> None:
    scoped = Actor("u", frozenset({Role.ADMINISTRATOR}), scopes=frozenset({"audit.read", "review.write"}))
    assert allowed(scoped, Action.AUDIT_READ)
    assert not allowed(scoped, Action.USER_WRITE)
    assert not allowed(scoped, Action.REVIEW_WRITE)

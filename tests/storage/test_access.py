import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.account import Actor, Role
from voc.domain.permission import Action, allowed
from voc.storage.access import agents_of, assigned_among, current_call, nobody_assigned, within
from voc.storage.links import Links
from voc.storage.records import Records
from voc.storage.tables import ContactRow, ConversationRevisionRow, RecordRow

from .builders import NOW, call, hashed, survey


@pytest.fixture
def keys(session: Session) -> tuple[int, ...]:
    """Calls of A1 and A2, one of nobody, and a survey response alone."""
    links = Links(session)
    links.add_teams(["一班"])
    links.place_agents({"A2": "一班"})
    records = call("C-1", agent_id="A1"), call("C-2", agent_id="A2"), call("C-3"), survey("S-1")
    return Records(session).store("crm", hashed(*records), at=NOW).contact_keys


def _first(user_id: str) -> "sa.Select[int]":
    first = sa.select(sa.func.min(ContactRow.id)).scalar_subquery()
    return sa.select(ContactRow.id).where(ContactRow.id == first, sa.literal(user_id) == "u")


def _seen(session: Session, *roles: Role) -> set[int]:
    actor = Actor("u", frozenset(roles), "A1", "一班", frozenset({"电子银行部"}))
    statement = (
        sa.select(ContactRow.id)
        .join(RecordRow, RecordRow.id == ContactRow.id)
        .outerjoin(ConversationRevisionRow, current_call())
        .where(within(allowed(actor, Action.CONTACT_READ), _first))
    )
    return set(session.scalars(statement))


def test_each_role_lets_its_own_contacts_pass(session: Session, keys: tuple[int, ...]) -> None:
    first, second, *_ = keys
    assert _seen(session, Role.AGENT) == {first}
    assert _seen(session, Role.TEAM_LEAD) == {second}
    assert _seen(session, Role.INSPECTOR) == {first}
    assert _seen(session, Role.AGENT, Role.TEAM_LEAD) == {first, second}
    assert _seen(session, Role.PRODUCT) == set(keys)


def test_what_a_department_sees_is_told_later(session: Session, keys: tuple[int, ...]) -> None:
    assert _seen(session, Role.DEPARTMENT) == set(keys)


def test_without_a_grant_nothing_passes(session: Session, keys: tuple[int, ...]) -> None:
    nothing = within(allowed(Actor("u", frozenset({Role.AGENT})), Action.AUDIT_READ), _first)
    assert session.scalars(sa.select(ContactRow.id).where(nothing)).all() == []


def test_whose_call_it_is_and_of_which_team(session: Session, keys: tuple[int, ...]) -> None:
    first, second, third, alone = keys
    assert agents_of(session, keys) == {first: ("A1", None), second: ("A2", "一班"), third: (None, None)}
    assert alone not in agents_of(session, keys)


def test_what_was_given_to_a_user_among_some_contacts(session: Session, keys: tuple[int, ...]) -> None:
    assert assigned_among(session, keys, "u", _first) == {keys[0]}
    assert assigned_among(session, keys[1:], "u", _first) == frozenset()
    assert assigned_among(session, keys, "another", _first) == frozenset()
    assert assigned_among(session, keys, "u", nobody_assigned) == frozenset()

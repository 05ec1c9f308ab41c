from datetime import timedelta

import pytest

from tests.services.reviews.desk import FAULT, Desk
from tests.storage.builders import NOW
from voc.domain.account import Actor, Role
from voc.domain.business_object import BusinessObjectTable
from voc.domain.permission import Action, Reach, allowed
from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, Move
from voc.errors import NotFoundError
from voc.services.access import Access
from voc.services.reviews.appeal_reading import held_appeal, seen_appeal, seen_appeals, seen_waiting_appeals
from voc.services.weekly import read_departments
from voc.settings import shipped
from voc.storage.appeals import AppealFilter, Appeals
from voc.storage.review_tasks import given_to

# More than are looked at in one go.
MANY = 205


@pytest.fixture
def access(business_objects: BusinessObjectTable) -> Access:
    return Access(read_departments(shipped("samples") / "departments.toml"), business_objects, given_to)


@pytest.fixture
def appealed(desk: Desk) -> Desk:
    """As many agents have objected to one verdict, a minute after another."""
    (key,) = desk.feed([FAULT])
    with desk.work() as session:
        for n in range(MANY):
            filing = AppealStep(Move.FILE, f"u-{n}", NOW + timedelta(minutes=n), "不对")
            Appeals(session).file(Appeal(f"A-{n}", key, None, None, AppealState.FILED, (filing,)))
    return desk


def reach(who: str, role: Role) -> Reach:
    return allowed(Actor(who, frozenset({role})), Action.APPEAL_READ)


def seen(desk: Desk, access: Access, of: Reach, after: int | None, limit: int) -> list[str]:
    place = None if after is None else (NOW + timedelta(minutes=after), f"A-{after}")
    with desk.work() as session:
        found = seen_appeals(session, AppealFilter(), reach=of, access=access, at=NOW, after=place, limit=limit)
    return [one.id for one in found]


def test_an_agent_finds_the_own_appeal_behind_many_of_others(appealed: Desk, access: Access) -> None:
    last = MANY - 1
    assert seen(appealed, access, reach(f"u-{last}", Role.AGENT), None, 2) == [f"A-{last}"]
    assert seen(appealed, access, reach("u-stranger", Role.AGENT), None, 2) == []


def test_pages_follow_each_other_and_hold_no_more_than_asked_for(appealed: Desk, access: Access) -> None:
    lead = reach("u-lead", Role.QA_LEAD)
    assert seen(appealed, access, lead, None, 2) == ["A-0", "A-1"]
    assert seen(appealed, access, lead, 1, 2) == ["A-2", "A-3"]
    assert seen(appealed, access, lead, None, MANY + 1) == [f"A-{n}" for n in range(MANY)]


def test_what_is_out_of_reach_is_not_told_from_what_there_is_not(appealed: Desk, access: Access) -> None:
    own, other = reach("u-3", Role.AGENT), reach("u-4", Role.AGENT)
    with appealed.work() as session:
        for read in (seen_appeal, held_appeal):
            assert read(session, "A-3", reach=own, access=access, at=NOW).agent == "u-3"
            for id, of in (("A-3", other), ("A-none", own)):
                with pytest.raises(NotFoundError, match=f"没有编号为 {id} 的申诉"):
                    read(session, id, reach=of, access=access, at=NOW)


def test_what_is_owed_is_listed_by_when_page_by_page_and_what_a_team_lead_left_lying_as_it_stands(
    appealed: Desk, access: Access
) -> None:
    lead, at = reach("u-lead", Role.QA_LEAD), NOW + timedelta(days=6, minutes=2)

    def listed(*states: AppealState, overdue: bool | None = None, after: int | None = None) -> list[str]:
        place = None if after is None else (NOW + timedelta(days=6, minutes=after), f"A-{after}")
        with appealed.work() as session:
            found = seen_waiting_appeals(
                session, AppealFilter(states=states), reach=lead, access=access, at=at, overdue=overdue, after=place,
                limit=3,
            )  # fmt: skip
        assert all(one.state is AppealState.FORWARDED for one in found)
        return [one.id for one in found]

    assert listed() == listed(AppealState.FORWARDED, AppealState.FINAL) == ["A-0", "A-1", "A-2"]
    assert listed(after=1) == ["A-2", "A-3", "A-4"]
    assert listed(overdue=True) == ["A-0", "A-1"]
    assert listed(overdue=False)[0] == "A-2"
    assert listed(AppealState.FILED) == listed(AppealState.FINAL) == []


def test_by_state_they_are_found_as_they_stand(appealed: Desk, access: Access) -> None:
    lead, at = reach("u-lead", Role.QA_LEAD), NOW + timedelta(days=3, minutes=2)

    def found(state: AppealState, overdue: bool | None = None) -> list[str]:
        with appealed.work() as session:
            wanted = AppealFilter(states=(state,))
            seen = seen_appeals(
                session, wanted, reach=lead, access=access, at=at, overdue=overdue, after=None, limit=MANY
            )
        return [one.id for one in seen]

    assert found(AppealState.FORWARDED) == found(AppealState.FORWARDED, overdue=False) == ["A-0", "A-1"]
    assert found(AppealState.FILED) == [f"A-{n}" for n in range(2, MANY)]
    assert found(AppealState.FORWARDED, overdue=True) == []

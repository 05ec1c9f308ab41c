from pathlib import Path

import pytest

from tests.inputs import FAULT, RULE, answer, call, write
from tests.services.stores import SHANGHAI, Store
from voc.domain.account import Actor, Role
from voc.domain.business_object import BusinessObjectTable
from voc.domain.permission import Action, allowed
from voc.domain.week import Week
from voc.errors import ForbiddenError, InputError, NotFoundError
from voc.services.access import Access
from voc.services.frequencies import Frequencies, PointFilter, frequencies
from voc.services.views import CountingView, counting_view
from voc.services.weekly import build_weekly, read_departments
from voc.settings import shipped
from voc.storage.access import nobody_assigned
from voc.storage.counting import ContactFilter
from voc.storage.links import Links

WEEK = Week(2026, 45).bounds(SHANGHAI)


@pytest.fixture
def access(business_objects: BusinessObjectTable) -> Access:
    return Access(read_departments(shipped("samples") / "departments.toml"), business_objects, nobody_assigned)


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    """Two calls of two agents about the mobile bank, and answers about a rule of the accounts department."""
    records = (
        call("C-1", "座：您好，请讲", f"客：{FAULT}", agent_id="A1"),
        call("C-2", "座：您好，请讲", f"客：{FAULT}", agent_id="A2"),
        answer("S-1", RULE, queue="账户服务"),
        answer("S-2", f"{RULE}，跑了两趟", queue="账户服务"),
        answer("S-3", f"{RULE}，又跑一趟", queue="账户服务"),
    )
    store.feed(write(tmp_path / "a.jsonl", *records))
    with store.work() as session:
        Links(session).add_teams(["一班"])
        Links(session).place_agents({"A1": "一班", "A2": "一班"})
    return store


def _view(store: Store, access: Access, *roles: Role, department: str | None = None, **links: object) -> CountingView:
    reach = allowed(Actor("u", frozenset(roles), **links), Action.FREQUENCY_READ)
    with store.work() as session:
        return counting_view(session, reach=reach, access=access, department=department)


def _counted(store: Store, access: Access, view: CountingView) -> Frequencies:
    wanted = ContactFilter(*WEEK, agents=view.agents)
    with store.work() as session:
        return frequencies(session, wanted, PointFilter(), objects=access.objects, zone=SHANGHAI, seen=view)


def test_who_may_count_all_counts_all(full: Store, access: Access) -> None:
    view = _view(full, access, Role.INSPECTOR, Role.AGENT, agent_id="A1")
    assert view.whole
    assert _counted(full, access, view).totals.contacts == 5


def test_an_agent_counts_the_own_calls_and_a_team_lead_the_teams(full: Store, access: Access) -> None:
    own = _view(full, access, Role.AGENT, agent_id="A1")
    team = _view(full, access, Role.TEAM_LEAD, team="一班")
    assert (own.agents, own.label, team.agents, team.label) == (("A1",), "本人", ("A1", "A2"), "一班")
    assert not own.whole
    assert _counted(full, access, own).totals.contacts == 1
    assert _counted(full, access, own).statistics.contact_count == 1
    assert _counted(full, access, team).totals.contacts == 2


def test_a_department_counts_what_it_answers_for(full: Store, access: Access) -> None:
    view = _view(full, access, Role.DEPARTMENT, departments=frozenset({"运营管理部"}))
    found = _counted(full, access, view)
    assert found.totals.contacts == 3
    assert {point.key.cause.value for point in found.points} == {"rule"}
    assert all(set(point.contact_ids) <= {"S-1", "S-2", "S-3"} for point in found.points)


def test_who_may_count_all_may_count_as_a_department(full: Store, access: Access) -> None:
    assert _counted(full, access, _view(full, access, Role.PRODUCT, department="运营管理部")).totals.contacts == 3
    with pytest.raises(NotFoundError, match="没有这个部门"):
        _view(full, access, Role.PRODUCT, department="没有的部门")


def test_another_department_is_refused(full: Store, access: Access) -> None:
    mine = frozenset({"运营管理部"})
    with pytest.raises(ForbiddenError, match="不是您的部门"):
        _view(full, access, Role.DEPARTMENT, department="电子银行部", departments=mine)
    with pytest.raises(ForbiddenError, match="不是您的部门"):
        _view(full, access, Role.AGENT, department="电子银行部", agent_id="A1")


def test_who_has_several_departments_names_one(full: Store, access: Access) -> None:
    mine = frozenset({"运营管理部", "电子银行部"})
    with pytest.raises(InputError, match="department"):
        _view(full, access, Role.DEPARTMENT, departments=mine)
    assert _view(full, access, Role.DEPARTMENT, department="电子银行部", departments=mine).label == "电子银行部"


def test_a_report_of_some_agents_is_one_part_under_their_name(full: Store, access: Access) -> None:
    view = _view(full, access, Role.TEAM_LEAD, team="一班")
    with full.work() as session:
        (report,) = build_weekly(
            session, Week(2026, 45), departments=view.departments, objects=access.objects, zone=SHANGHAI,
            version=None, agents=view.agents,
        )  # fmt: skip
    assert (report.department, report.totals.contacts) == ("一班", 2)
    assert _view(full, access, Role.PRODUCT, department="运营管理部").departments == access.departments

import pytest
import sqlalchemy as sa

from tests.inputs import FAULT, MANNER, RULE, answer, call, invitation, write
from tests.services.stores import Store
from voc.domain.account import Actor, Role
from voc.domain.business_object import BusinessObjectTable
from voc.domain.permission import Action, Belonging, allowed
from voc.services.access import Access
from voc.services.weekly import read_departments
from voc.settings import shipped
from voc.storage.access import nobody_assigned
from voc.storage.links import Links
from voc.storage.tables import ContactRow


@pytest.fixture
def access(business_objects: BusinessObjectTable) -> Access:
    return Access(read_departments(shipped("samples") / "departments.toml"), business_objects, nobody_assigned)


@pytest.fixture
def keys(store: Store, tmp_path) -> list[int]:  # type: ignore[no-untyped-def]
    """A call about the mobile bank, an answer about rules of accounts, one about manner, and an invitation."""
    records = (
        call("C-1", "座：您好，请讲", f"客：{FAULT}", agent_id="A1"),
        answer("S-1", RULE, queue="账户服务"),
        answer("S-2", MANNER, queue="信用卡"),
        invitation("S-3", queue="信用卡"),
    )
    store.feed(write(tmp_path / "a.jsonl", *records))
    with store.work() as session:
        return list(session.scalars(sa.select(ContactRow.id).order_by(ContactRow.id)))


def _reach(role: Role):  # type: ignore[no-untyped-def]
    actor = Actor("u", frozenset({role}), "A1", "一班", frozenset({"电子银行部"}))
    return allowed(actor, Action.CONTACT_READ)


def test_a_contact_is_of_the_departments_that_answer_for_it(store: Store, access: Access, keys: list[int]) -> None:
    with store.work() as session:
        found = access.belongings(session, keys, _reach(Role.DEPARTMENT))
    assert [sorted(found[key].departments) for key in keys] == [
        ["电子银行部"],
        ["运营管理部"],
        ["信用卡中心"],
        ["信用卡中心"],
    ]


def test_agent_and_team_are_those_of_the_call(store: Store, access: Access, keys: list[int]) -> None:
    with store.work() as session:
        Links(session).add_teams(["一班"])
        Links(session).place_agents({"A1": "一班"})
        found = access.belongings(session, keys, _reach(Role.TEAM_LEAD))
    assert found[keys[0]] == Belonging("A1", "一班")
    assert found[keys[1]] == Belonging()


def test_what_was_given_to_the_actor_is_theirs(store: Store, access: Access, keys: list[int]) -> None:
    second = sa.select(ContactRow.id).where(ContactRow.id == keys[1])
    given = Access(access.departments, access.objects, lambda _: second)
    with store.work() as session:
        found = given.belongings(session, keys, _reach(Role.INSPECTOR))
    assert [key for key in keys if found[key].assigned] == [keys[1]]
    assert found[keys[1]].assigned == {"u"}

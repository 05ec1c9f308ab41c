from itertools import count

import pytest
from sqlalchemy.orm import Session

from tests.services.people import CHEAP, STAMP, add
from tests.services.stores import Store
from voc.domain.account import Role
from voc.errors import ConflictError, InputError
from voc.services.linking import MOST_ROWS, Linked, link_agents, link_users
from voc.storage.accounts import Accounts
from voc.storage.links import Links

HEAD = "name,roles,agent_id,team,departments\n"


def _link(session: Session, text: str) -> Linked:
    numbers = count(1)
    return link_users(
        session,
        text,
        departments={"信用卡中心", "电子银行部"},
        new_id=lambda: f"id-{next(numbers)}",
        passwords=CHEAP,
        stamp=STAMP,
    )


def test_agents_are_put_into_teams_whatever_the_order_of_the_columns(store: Store) -> None:
    with store.work() as session:
        assert link_agents(session, "\ufeffteam,agent_id\r\n一班,A1\r\n\r\n,A2\r\n", stamp=STAMP) == Linked(2)
        assert Links(session).teams_of(["A1", "A2"]) == {"A1": "一班", "A2": None}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "第 1 行：列名应为 agent_id,team"),
        ("agent,team\n", "第 1 行：列名应为"),
        ("agent_id,team\nA1\n", "第 2 行：应有 2 列，而有 1 列"),
        ("agent_id,team\n,一班\n", "第 2 行 agent_id：缺少"),
        ("agent_id,team\nA1,一班\nA1,二班\n", "第 3 行 agent_id：重复"),
        ("agent_id,team\nA1,a\x07b\n", "第 2 行：内容太长或有控制字符"),
        (f"agent_id,team\nA1,{'x' * 201}\n", "第 2 行：内容太长"),
        ('agent_id,team\nA1,"一班\n', "不是有效的 CSV"),
        ("agent_id,team\n" + "A1,b\n" * (MOST_ROWS + 1), f"超过 {MOST_ROWS} 行"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_place(store: Store, text: str, reason: str) -> None:
    with store.work() as session, pytest.raises(InputError, match=reason):
        link_agents(session, text, stamp=STAMP)


def test_users_are_made_or_given_new_roles_and_links(store: Store) -> None:
    with store.work() as session:
        add(session, "admin", Role.ADMINISTRATOR)
        known = add(session, "wang")
        linked = _link(
            session, f"{HEAD}wang,质检主管,,,\nli,座席；team_lead,A1,一班,\nzhao,业务部门,,,信用卡中心;电子银行部\n"
        )
        assert linked.row_count == 3
        assert [user.name for user in linked.new_users] == ["li", "zhao"]
        accounts = Accounts(session)
        wang, li, zhao = (accounts.named(name) for name in ("wang", "li", "zhao"))
        assert wang is not None
        assert (wang.id, wang.roles, wang.version) == (known.id, {Role.QA_LEAD}, known.version + 1)
        assert li is not None
        assert (li.roles, li.agent_id, li.team) == ({Role.AGENT, Role.TEAM_LEAD}, "A1", "一班")
        assert zhao is not None
        assert zhao.departments == ("信用卡中心", "电子银行部")


def test_a_table_that_says_what_is_so_changes_nothing(store: Store) -> None:
    with store.work() as session:
        known = add(session, "wang")
        assert _link(session, f"{HEAD}wang,inspector,,,\n") == Linked(1)
        assert Accounts(session).get(known.id) == known


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",质检员,,,", "第 2 行 name：缺少"),
        ("li,老板,,,", "第 2 行 roles：没有这个角色"),
        ("li,座席,,,", "第 2 行：座席角色要写明座席编号"),
        ("li,,,,", "第 2 行：用户至少要有一个角色"),
        ("li,产品,,,\nli,产品,,,", "第 3 行 name：重复"),
        ("li,产品,,,\nLi,产品,,,", "第 3 行 name：重复"),
        ("ADMIN,产品,,,", "第 2 行 name：用户名 ADMIN 已有人用"),
        ("zhao,业务部门,,,信用卡中心;信用咖中心", "第 2 行 departments：部门对应表.*里没有 信用咖中心"),
    ],
)
def test_a_user_that_cannot_be_is_refused_with_its_row(store: Store, row: str, reason: str) -> None:
    with store.work() as session:
        add(session, "admin", Role.ADMINISTRATOR)
        with pytest.raises(InputError, match=reason):
            _link(session, HEAD + row)


def test_no_table_takes_the_last_administrator_away(store: Store) -> None:
    with store.work() as session:
        add(session, "admin", Role.ADMINISTRATOR)
        with pytest.raises(ConflictError, match="至少要有一个"):
            _link(session, f"{HEAD}admin,产品,,,\n")

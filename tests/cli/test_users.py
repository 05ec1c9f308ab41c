import json
from pathlib import Path

import pytest

from tests.cli.running import ids, voc
from voc.clock import now
from voc.opening import open_store
from voc.services.passwords import Passwords
from voc.services.signing_in import SignedIn, sign_in, try_password
from voc.settings import load_settings


@pytest.fixture(autouse=True)
def cheap(cheap_passwords: None) -> None:
    """Passwords are not costly here."""


def _signs_in(name: str, password: str) -> bool:
    store = open_store(load_settings())
    with store.work() as session:
        tried = try_password(session, name, password, address="", passwords=Passwords(memory_kib=8, passes=1), at=now())
        outcome = sign_in(session, name, tried, address="", at=now())
    store.database.dispose()
    return isinstance(outcome, SignedIn)


def test_a_user_is_added_with_a_password_for_the_first_time(own_home: Path) -> None:
    added = voc("users", "add", "wangfang", "--role", "inspector", "--role", "qa_lead")
    assert added.code == 0, added.err
    assert "wangfang 的一次性密码（只显示这一次）" in added.err
    assert _signs_in("wangfang", added.out.strip())
    assert voc("users", "add", "wangfang", "--role", "product").code == 1


def test_links_are_told_where_a_role_needs_them(own_home: Path) -> None:
    refused = voc("users", "add", "li", "--role", "agent")
    assert (refused.code, "座席编号" in refused.err) == (1, True)
    assert voc("users", "add", "li", "--role", "agent", "--agent-id", "A1").code == 0
    assert voc("users", "add", "zhao", "--role", "team_lead", "--team", "一班").code == 0
    assert voc("users", "add", "sun", "--role", "department", "--department", "信用卡中心").code == 0
    shown = voc("users", "list").out
    assert all(word in shown for word in ("座席", "A1", "班组长", "一班", "业务部门", "信用卡中心", "待改密码"))


def test_a_lost_password_is_replaced_and_a_user_disabled(own_home: Path) -> None:
    voc("users", "add", "admin", "--role", "administrator")
    first = voc("users", "add", "li", "--role", "product").out.strip()
    second = voc("users", "reset-password", "li").out.strip()
    assert (_signs_in("li", first), _signs_in("li", second)) == (False, True)
    assert "已停用 li" in voc("users", "disable", "li").err
    assert not _signs_in("li", second)
    states = {user["name"]: user["active"] for user in json.loads(voc("users", "list", "--json").out)}
    assert states == {"admin": True, "li": False}
    assert "停用" in voc("users", "list").out
    assert "至少要有一个可用的管理员" in voc("users", "disable", "admin").err


@pytest.mark.parametrize("command", ["reset-password", "disable"])
def test_a_user_that_is_not_there_is_not_found(own_home: Path, command: str) -> None:
    voc("users", "add", "admin", "--role", "administrator")
    refused = voc("users", command, "nobody")
    assert (refused.code, "没有用户 nobody" in refused.err) == (1, True)


def test_a_role_may_be_called_in_chinese_and_an_unknown_one_is_refused_with_those_there_are(own_home: Path) -> None:
    assert voc("users", "add", "wang", "--role", "质检员").code == 0
    refused = voc("users", "add", "boss", "--role", "boss")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "没有角色 boss；可用 inspector 质检员、qa_lead 质检主管、" in refused.err


def test_ids_are_listed_whole_on_any_terminal(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voc("users", "add", "wang", "--role", "qa_lead", "--role", "administrator")
    monkeypatch.setenv("COLUMNS", "80")
    assert ids()["wang"] in voc("users", "list").out

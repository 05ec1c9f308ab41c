import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import ids, noted, voc
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


@pytest.mark.parametrize("name", ["  ", "li\u202e", "WangFang"])
def test_a_name_that_cannot_be_told_from_another_is_refused(own_home: Path, name: str) -> None:
    assert voc("users", "add", "wangfang", "--role", "inspector").code == 0
    refused = voc("users", "add", name, "--role", "product")
    assert (refused.code, "用户名" in refused.err) == (1, True)


def test_links_are_told_where_a_role_needs_them(own_home: Path) -> None:
    refused = voc("users", "add", "li", "--role", "agent")
    assert (refused.code, "座席编号" in refused.err) == (1, True)
    assert voc("users", "add", "li", "--role", "agent", "--agent-id", "A1").code == 0
    assert voc("users", "add", "zhao", "--role", "team_lead", "--team", "一班").code == 0
    assert voc("users", "add", "sun", "--role", "department", "--department", "信用卡中心").code == 0
    shown = voc("users", "list").out
    assert all(word in shown for word in ("座席", "A1", "班组长", "一班", "业务部门", "信用卡中心", "待改密码"))


def test_a_department_that_the_table_does_not_have_is_refused_with_those_there_are(own_home: Path) -> None:
    asked = ("li", "--role", "department", "--department", "没有的部门")
    assert voc("users", "add", "admin", "--role", "administrator").code == 0
    added = voc("users", "add", *asked)
    assert (added.code, "没有的部门" in added.err, "信用卡中心" in added.err) == (1, True, True)
    assert voc("users", "add", "li", "--role", "product").code == 0
    changed = voc("users", "set", *asked)
    assert (changed.code, "没有的部门" in changed.err, "信用卡中心" in changed.err) == (1, True, True)


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


def users() -> dict[str, Any]:
    return {user["name"]: user for user in json.loads(voc("users", "list", "--json").out)}


def test_tables_of_users_and_of_agents_are_imported(own_home: Path, tmp_path: Path) -> None:
    table = tmp_path / "用户.csv"
    table.write_text("name,roles,agent_id,team,departments\nwang,质检员;质检主管,,,\nli,座席,A17,,\n", "utf-8-sig")
    imported = voc("users", "import", table)
    assert (imported.code, "用户.csv：2 行，添加了 2 个用户" in imported.err) == (0, True)
    head, wang, li = imported.out.splitlines()
    assert head == "name,one_time_password"
    assert _signs_in(*wang.split(","))
    assert _signs_in(*li.split(","))
    assert (users()["wang"]["roles"], users()["li"]["agent_id"]) == (["inspector", "qa_lead"], "A17")
    again = voc("users", "import", table)
    assert (again.code, again.out, "添加了 0 个用户" in again.err) == (0, "", True)
    agents = tmp_path / "座席.csv"
    agents.write_text("agent_id,team\nA17,一班\n", "utf8")
    assert "座席.csv：1 行" in voc("users", "import", agents).err
    assert [entry.object_kind for entry in noted("user.write")] == ["links", "links", "links", "user", "user"]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (b"agent,team\n", "第 1 行：列名应为 name,roles,agent_id,team,departments（用户）或 agent_id,team（座席）"),
        (b"", "第 1 行"),
        (b'"' + b"A" * 140_000, "第 1 行：不是有效的 CSV"),
        ("name,roles,agent_id,team,departments\nwang,质检员,,,\nli,老板,,,\n".encode(), "第 3 行 roles"),
        ("agent_id,team\nA1,一班\n".encode("gb18030"), "不是 UTF-8 编码"),
        (b"agent_id,team\n" + b"A" * 2_000_000, "太大"),
        (None, "打不开"),
    ],
)
def test_a_table_with_a_mistake_changes_nothing(
    own_home: Path, tmp_path: Path, table: bytes | None, reason: str
) -> None:
    path = tmp_path / "表.csv"
    if table is not None:
        path.write_bytes(table)
    voc("users", "add", "admin", "--role", "administrator")
    refused = voc("users", "import", path)
    assert (refused.code, reason in refused.err, refused.out) == (1, True, "")
    assert list(users()) == ["admin"]


def test_what_is_given_of_a_user_is_changed_and_the_rest_stays(own_home: Path) -> None:
    voc("users", "add", "admin", "--role", "administrator")
    voc("users", "add", "li", "--role", "team_lead", "--team", "一班", "--department", "信用卡中心")
    changed = voc("users", "set", "li", "--role", "agent", "--agent-id", "A1", "--team", "", "--department", "")
    assert (changed.code, changed.err) == (0, "已改 li\n")
    assert [users()["li"][name] for name in ("roles", "agent_id", "team", "departments")] == [["agent"], "A1", None, []]
    voc("users", "disable", "li")
    assert voc("users", "set", "li", "--enable").code == 0
    assert (users()["li"]["active"], users()["li"]["roles"]) == (True, ["agent"])
    assert len(noted("user.write")) == 5


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "没有要改的"),
        (("--enable",), "没有要改的"),
        (("--role", "boss"), "没有角色 boss"),
        (("--role", "agent"), "座席编号"),
        (("--role", "product"), "至少要有一个可用的管理员"),
    ],
)
def test_a_change_that_cannot_be_is_refused(own_home: Path, options: tuple[str, ...], reason: str) -> None:
    voc("users", "add", "admin", "--role", "administrator")
    refused = voc("users", "set", "admin", *options)
    assert (refused.code, reason in refused.err) == (1, True)
    assert users()["admin"]["roles"] == ["administrator"]

from tests.api.serving import Caller


def test_an_administrator_imports_who_belongs_to_what(administrator: Caller) -> None:
    agents = administrator.post("links/agents", content="agent_id,team\nA1,一班\nA2,一班\n")
    assert (agents.status_code, agents.json()) == (200, {"row_count": 2, "new_users": []})
    users = administrator.post(
        "links/users",
        content="name,roles,agent_id,team,departments\nli,座席,A1,,\nzhao,业务部门,,,信用卡中心\n".encode(),
        headers={"content-type": "text/csv"},
    ).json()
    assert [user["name"] for user in users["new_users"]] == ["li", "zhao"]
    assert all(len(user["one_time_password"]) == 20 for user in users["new_users"])
    assert administrator.get("teams").json() == [{"name": "一班", "agents": ["A1", "A2"]}]
    # Those of the table of departments, whether or not a user is of one.
    assert administrator.get("departments").json() == sorted(["信用卡中心", "电子银行部", "运营管理部", "个人金融部"])


def test_a_table_with_one_wrong_row_changes_nothing(administrator: Caller) -> None:
    answer = administrator.post("links/agents", content="agent_id,team\nA1,一班\nA1,二班\n")
    assert (answer.status_code, answer.json()["detail"]) == (422, "第 3 行 agent_id：重复")
    assert administrator.get("teams").json() == []

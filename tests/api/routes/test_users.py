import pytest

from tests.api.serving import Caller, Service
from voc.domain.account import Role


def test_a_user_is_added_changed_and_given_a_new_password(service: Service, administrator: Caller) -> None:
    body = {"name": "li", "roles": ["agent", "team_lead"], "agent_id": "A1", "team": "一班"}
    made = administrator.post("users", json=body)
    assert made.status_code == 201
    user = made.json()["user"]
    assert (user["roles"], user["team"], user["must_change"]) == (["agent", "team_lead"], "一班", True)
    assert administrator.get(f"users/{user['id']}").json() == user
    once = administrator.post(f"users/{user['id']}/reset-password").json()["one_time_password"]
    assert once != made.json()["one_time_password"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "administrator", "roles": ["product"]}, 409),
        ({"name": "li", "roles": ["agent"]}, 422),
        ({"name": "li", "roles": []}, 422),
        ({"name": "", "roles": ["product"]}, 422),
        ({"name": "li\n", "roles": ["product"]}, 422),
        ({"name": "  ", "roles": ["product"]}, 422),
        ({"name": " li", "roles": ["product"]}, 422),
        ({"name": "li\u202egnaw", "roles": ["product"]}, 422),
        ({"name": "li\u200b", "roles": ["product"]}, 422),
        ({"name": "ADMINISTRATOR", "roles": ["product"]}, 409),
    ],
)
def test_a_user_that_cannot_be_is_refused(administrator: Caller, body: dict[str, object], status: int) -> None:
    assert administrator.post("users", json=body).status_code == status


def test_the_last_administrator_stays(administrator: Caller) -> None:
    path = f"users/{administrator.user.id}"
    seen = {"If-Match": administrator.get(path).headers["etag"]}
    body = {"name": "administrator", "roles": ["product"]}
    assert administrator.put(path, json=body, headers=seen).status_code == 409
    assert administrator.get(path).json()["roles"] == ["administrator"]


def test_an_unknown_user_is_not_found(administrator: Caller) -> None:
    body = {"name": "li", "roles": ["product"]}
    assert administrator.get("users/nobody").status_code == 404
    assert administrator.put("users/nobody", json=body, headers={"If-Match": '"1"'}).status_code == 404
    assert administrator.post("users/nobody/reset-password").status_code == 404


def test_a_name_that_another_has_is_a_conflict(service: Service, administrator: Caller) -> None:
    user = service.add("wang", Role.INSPECTOR)
    seen = {"If-Match": administrator.get(f"users/{user.id}").headers["etag"]}
    body = {"name": "administrator", "roles": ["inspector"]}
    assert administrator.put(f"users/{user.id}", json=body, headers=seen).status_code == 409


def test_a_name_that_only_its_case_tells_from_another_is_refused(service: Service, administrator: Caller) -> None:
    refused = administrator.post("users", json={"name": "Administrator", "roles": ["product"]})
    assert refused.json()["detail"] == "用户名 Administrator 已有人用（不分大小写）"
    user = service.add("wang", Role.INSPECTOR)
    seen = {"If-Match": administrator.get(f"users/{user.id}").headers["etag"]}

    def named(name: str) -> int:
        body = {"name": name, "roles": ["inspector"]}
        return administrator.put(f"users/{user.id}", json=body, headers=seen).status_code

    assert (named("ADMINISTRATOR"), named("wang\u202e"), named("WANG")) == (409, 422, 200)


def test_users_are_found_by_name_role_and_state(service: Service, administrator: Caller) -> None:
    service.add("wangfang", Role.INSPECTOR)
    service.add("w_b", Role.QA_LEAD, Role.INSPECTOR)
    service.add("gone", Role.INSPECTOR, active=False)

    def found(**asked: str) -> list[str]:
        return [user["name"] for user in administrator.get("users", params=asked).json()["items"]]

    assert found(name="WANG") == ["wangfang"]
    assert found(name="_") == ["w_b"]
    assert found(role="inspector") == ["gone", "w_b", "wangfang"]
    assert found(role="inspector", active="false") == ["gone"]
    assert found(active="true", name="w") == ["w_b", "wangfang"]


def test_a_department_that_the_table_does_not_have_is_refused_with_those_there_are(administrator: Caller) -> None:
    asked = {"name": "sun", "roles": ["department"], "departments": ["没有的部门"]}
    refused = administrator.post("users", json=asked)
    assert (refused.status_code, "信用卡中心" in refused.json()["detail"]) == (422, True)
    added = administrator.post("users", json=asked | {"departments": ["信用卡中心"]}).json()["user"]
    changed = administrator.put(f"users/{added['id']}", json=asked, headers={"If-Match": '"1"'})
    assert (changed.status_code, "没有的部门" in changed.json()["detail"]) == (422, True)

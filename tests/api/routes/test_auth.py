import pytest

from api.cookies import CSRF_HEADER
from tests.api.serving import PASSWORD, V1, Caller, Service
from voc.domain.account import Role


def test_who_signs_in_is_told_who_they_are_and_what_they_may_do(service: Service) -> None:
    inspector = service.as_(Role.INSPECTOR)
    me = inspector.get("auth/me").json()
    assert me["user"]["roles"] == ["inspector"]
    assert "review.write" in me["permissions"]
    assert "adjudicate" not in me["permissions"]


def test_the_session_is_out_of_reach_of_scripts_and_of_other_sites(service: Service) -> None:
    user = service.add("wang", Role.INSPECTOR)
    answer = service.browser().post(f"{V1}/auth/login", json={"name": user.name, "password": PASSWORD})
    session, csrf = answer.headers.get_list("set-cookie")
    assert session.startswith("voc_session=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(session.split("; "))
    assert "HttpOnly" not in csrf
    assert "password" not in answer.text.replace("one_time_password", "")


@pytest.mark.parametrize(("name", "password"), [("wang", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(service: Service, name: str, password: str) -> None:
    service.add("wang", Role.INSPECTOR)
    answer = service.browser().post(f"{V1}/auth/login", json={"name": name, "password": password})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "用户名或密码不对"
    assert password not in answer.text


def test_after_five_failures_a_name_is_shut_for_longer_and_longer(service: Service) -> None:
    service.add("wang", Role.INSPECTOR)
    browser = service.browser()
    wrong, right = {"name": "wang", "password": "wrong"}, {"name": "wang", "password": PASSWORD}
    assert [browser.post(f"{V1}/auth/login", json=wrong).status_code for _ in range(6)] == [401] * 6
    shut = browser.post(f"{V1}/auth/login", json=right)
    assert (shut.status_code, shut.headers["retry-after"]) == (429, "2")
    service.clock.pass_(seconds=3)
    assert browser.post(f"{V1}/auth/login", json=wrong).status_code == 401
    assert browser.post(f"{V1}/auth/login", json=right).headers["retry-after"] == "4"
    service.clock.pass_(seconds=5)
    assert browser.post(f"{V1}/auth/login", json=right).status_code == 200


def test_a_change_without_the_sessions_token_is_refused(service: Service) -> None:
    caller = service.as_(Role.INSPECTOR)
    body = {"old": PASSWORD, "new": "quite another one"}
    assert caller.post("auth/password", json=body, headers={CSRF_HEADER: "0" * 64}).status_code == 403
    caller.headers = {}
    assert caller.post("auth/password", json=body).status_code == 403


@pytest.mark.parametrize("path", ["auth/login", "auth/logout"])
def test_another_sites_page_is_refused(service: Service, path: str) -> None:
    caller = service.as_(Role.INSPECTOR)
    body = {"name": caller.user.name, "password": PASSWORD}
    answer = caller.post(path, json=body, headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, answer.json()["detail"]) == (403, "请求来自别的网站")


def test_who_signs_out_is_out(service: Service) -> None:
    caller = service.as_(Role.INSPECTOR)
    other = service.browser()
    other.cookies.update(caller.client.cookies)
    assert other.get(f"{V1}/auth/me").status_code == 200
    assert caller.post("auth/logout").status_code == 204
    assert other.get(f"{V1}/auth/me").status_code == 401


def test_a_session_ends_two_hours_after_the_last_request_and_after_twelve_at_the_latest(service: Service) -> None:
    caller = service.as_(Role.INSPECTOR)
    for _ in range(11):
        service.clock.pass_(hours=1)
        assert caller.get("auth/me").status_code == 200
    service.clock.pass_(hours=1, seconds=1)
    assert caller.get("auth/me").status_code == 401
    other = service.signed_in(caller.user)
    service.clock.pass_(hours=2, seconds=1)
    assert other.get("auth/me").status_code == 401


def test_a_one_time_password_must_be_changed_before_anything_else(service: Service, administrator: Caller) -> None:
    made = administrator.post("users", json={"name": "li", "roles": ["inspector"]}).json()
    browser = service.browser()
    once = made["one_time_password"]
    token = browser.post(f"{V1}/auth/login", json={"name": "li", "password": once}).json()["csrf_token"]
    caller = Caller(browser, service.add("other", Role.AGENT, agent_id="A1"), {CSRF_HEADER: token})
    assert caller.get("taxonomy").json()["detail"] == "请先把一次性密码改成自己的密码"
    wrong = caller.post("auth/password", json={"old": "wrong", "new": PASSWORD})
    assert (wrong.status_code, wrong.json()["detail"]) == (422, "原密码不对")
    assert caller.post("auth/password", json={"old": once, "new": "short"}).status_code == 422
    assert caller.post("auth/password", json={"old": once, "new": PASSWORD}).status_code == 204
    assert caller.get("auth/me").status_code == 401
    again = browser.post(f"{V1}/auth/login", json={"name": "li", "password": PASSWORD}).json()
    assert not again["user"]["must_change"]


def test_a_token_changes_no_password(service: Service, administrator: Caller) -> None:
    asked = {
        "user_id": administrator.user.id,
        "name": "报表",
        "scopes": ["user.read"],
        "expires_at": "2027-01-01T00:00:00+08:00",
    }
    secret = administrator.post("tokens", json=asked).json()["secret"]
    browser, bearer = service.browser(), {"Authorization": f"Bearer {secret}"}
    assert browser.get(f"{V1}/auth/me", headers=bearer).json()["permissions"] == ["user.read"]
    body = {"old": PASSWORD, "new": "quite another one"}
    assert browser.post(f"{V1}/auth/password", json=body, headers=bearer).status_code == 403
    assert browser.post(f"{V1}/auth/logout", headers=bearer).status_code == 204

import pytest

from api.etags import etag, require_match
from tests.api.serving import Caller, Service
from voc.domain.account import Role
from voc.errors import PreconditionError


def test_only_the_version_that_was_seen_may_be_changed() -> None:
    require_match(etag(3), 3)
    with pytest.raises(PreconditionError, match="请重新读取"):
        require_match(etag(3), 4)


def test_any_version_and_one_that_a_proxy_has_made_weak_may_be_named() -> None:
    require_match("*", 4)
    require_match('W/"4"', 4)
    with pytest.raises(PreconditionError):
        require_match('W/"3"', 4)


def test_of_two_who_edit_the_second_is_told(service: Service, administrator: Caller) -> None:
    user = service.add("wang", Role.INSPECTOR)
    read = administrator.get(f"users/{user.id}")
    body, seen = {"name": "wang", "roles": ["product"]}, {"If-Match": read.headers["etag"]}
    first = administrator.put(f"users/{user.id}", json=body, headers=seen)
    assert (first.status_code, first.json()["roles"]) == (200, ["product"])
    assert first.headers["etag"] != read.headers["etag"]
    second = administrator.put(f"users/{user.id}", json=body, headers=seen)
    assert (second.status_code, second.json()["title"]) == (412, "内容已变")


def test_a_change_without_a_version_is_refused(service: Service, administrator: Caller) -> None:
    user = service.add("wang", Role.INSPECTOR)
    answer = administrator.put(f"users/{user.id}", json={"name": ""})
    assert (answer.status_code, answer.json()["title"]) == (428, "缺少 If-Match")


@pytest.mark.parametrize("header", ["*", 'W/"2"'])
def test_a_star_and_a_weak_tag_are_heard(service: Service, administrator: Caller, header: str) -> None:
    path, body = f"users/{service.add('wang', Role.INSPECTOR).id}", {"name": "wang", "roles": ["product"]}
    assert administrator.put(path, json=body, headers={"If-Match": header}).status_code == 200


@pytest.mark.parametrize("header", [{"If-Match": "3"}, {"If-Match": '"x"'}])
def test_a_change_of_no_certain_version_is_refused(
    service: Service, administrator: Caller, header: dict[str, str]
) -> None:
    user = service.add("wang", Role.INSPECTOR)
    answer = administrator.put(f"users/{user.id}", json={"name": "wang", "roles": ["product"]}, headers=header)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "请求头 If-Match"

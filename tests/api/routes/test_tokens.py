import pytest

from tests.api.serving import V1, Caller, Service


def _asked(caller: Caller, **changed: object) -> dict[str, object]:
    until = "2027-01-01T00:00:00+08:00"
    return {"user_id": caller.user.id, "name": "报表", "scopes": ["user.read"], "expires_at": until} | changed


def test_a_token_opens_what_its_scopes_name_until_it_is_revoked(service: Service, administrator: Caller) -> None:
    made = administrator.post("tokens", json=_asked(administrator)).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    program = service.browser()
    assert program.get(f"{V1}/users", headers=bearer).status_code == 200
    assert program.get(f"{V1}/tokens", headers=bearer).status_code == 403
    (listed,) = administrator.get("tokens").json()["items"]
    assert listed == made["token"]
    assert made["secret"] not in str(listed)
    mine, usable = {"user_id": administrator.user.id}, {"usable": "true"}
    assert [len(administrator.get("tokens", params=asked).json()["items"]) for asked in (mine, usable)] == [1, 1]
    assert administrator.get("tokens", params={"user_id": "u-else"}).json()["items"] == []
    assert administrator.delete(f"tokens/{listed['id']}").status_code == 204
    assert administrator.get("tokens", params=usable).json()["items"] == []
    assert program.get(f"{V1}/users", headers=bearer).status_code == 401
    (revoked,) = administrator.get("tokens").json()["items"]
    assert revoked["revoked_at"] is not None
    service.clock.pass_(minutes=5)
    assert administrator.delete(f"tokens/{listed['id']}").status_code == 204
    assert administrator.get("tokens").json()["items"] == [revoked]
    noted = administrator.get("audit", params={"action": "token.write"}).json()["items"]
    assert [entry["facts"] for entry in noted[:-1]] == ['{"change":"revoked"}']


def test_a_token_ends_when_it_expires(service: Service, administrator: Caller) -> None:
    made = administrator.post("tokens", json=_asked(administrator)).json()
    service.clock.pass_(days=60)
    answer = service.browser().get(f"{V1}/users", headers={"Authorization": f"Bearer {made['secret']}"})
    assert answer.status_code == 401


def test_what_a_program_changes_is_written_down_with_its_token(service: Service, administrator: Caller) -> None:
    made = administrator.post("tokens", json=_asked(administrator, scopes=["user.write"])).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    body = {"name": "li", "roles": ["product"]}
    assert service.browser().post(f"{V1}/users", json=body, headers=bearer).status_code == 201
    entry = administrator.get("audit", params={"limit": 1})
    assert entry.status_code == 200
    assert made["token"]["id"] in entry.json()["items"][0]["facts"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"scopes": []}, 422), ({"scopes": ["everything"]}, 422), ({"user_id": "nobody"}, 404),
     ({"expires_at": "2030-01-01T00:00:00Z"}, 422), ({"expires_at": "2027-01-01T00:00:00"}, 422)],
    ids=str,
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(administrator: Caller, wrong: dict[str, object], status: int) -> None:
    assert administrator.post("tokens", json=_asked(administrator, **wrong)).status_code == status


def test_an_unknown_token_is_not_found(administrator: Caller) -> None:
    assert administrator.delete("tokens/none").status_code == 404

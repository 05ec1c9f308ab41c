"""Transactions, and who is let in."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.app import create_app
from api.cookies import CSRF_HEADER
from api.deps import turns
from tests.api.serving import PASSWORD, V1, Caller, Service
from voc.domain.account import Role
from voc.storage.account_tables import AccountRow


@contextmanager
def _failing_commits() -> Iterator[None]:
    def fail(_session: Session) -> None:
        raise OperationalError("COMMIT", {}, Exception("磁盘满了：客户说的话"))

    sa.event.listen(Session, "before_commit", fail)
    try:
        yield
    finally:
        sa.event.remove(Session, "before_commit", fail)


def test_a_commit_that_fails_is_an_error_and_never_a_success(service: Service, administrator: Caller) -> None:
    administrator.get("auth/me")
    with _failing_commits():
        answer = administrator.post("users", json={"name": "li", "roles": ["inspector"]})
    # Reading commits too, so that the failure may come before the route; either way nothing is said to be done.
    assert answer.status_code == 503
    assert "客户" not in answer.text
    with service.parts.store.look() as session:
        assert session.scalars(sa.select(AccountRow.name).where(AccountRow.name == "li")).all() == []


def test_a_write_whose_commit_fails_is_an_error_though_its_route_returned(
    service: Service, administrator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def work() -> Iterator[Session]:
        with service.parts.store.work() as session:
            yield session
            raise OperationalError("COMMIT", {}, Exception("disk full"))

    parts = replace(service.parts, store=replace(service.parts.store, work=work))
    client = TestClient(create_app(parts), raise_server_exceptions=False)
    client.cookies.update(administrator.client.cookies)
    body = {"name": "li", "roles": ["inspector"]}
    answer = client.post(f"{V1}/users", json=body, headers=administrator.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert "one_time_password" not in answer.text
    assert administrator.get("users").json()["items"][-1]["name"] == "administrator"


def test_no_more_requests_are_in_a_route_at_once_than_have_a_turn() -> None:
    inside, most, counting = 0, 0, Lock()
    limited = FastAPI()

    @limited.get("/", dependencies=[turns(2)])
    def route() -> None:
        nonlocal inside, most
        with counting:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with counting:
            inside -= 1

    with TestClient(limited) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.get("/").status_code, range(16)))
    assert (answers, most) == ([200] * 16, 2)


def test_reading_needs_no_token_of_the_session_and_changing_does(administrator: Caller) -> None:
    token = administrator.headers.pop(CSRF_HEADER)
    assert administrator.get("users").status_code == 200
    assert administrator.post("users", json={"name": "li", "roles": ["product"]}).status_code == 403
    administrator.headers[CSRF_HEADER] = token
    assert administrator.post("users", json={"name": "li", "roles": ["product"]}).status_code == 201


def test_a_token_needs_no_cookie_and_a_wrong_one_is_not_replaced_by_a_cookie(administrator: Caller) -> None:
    assert administrator.get("users", headers={"Authorization": "Bearer voc_wrong"}).status_code == 401
    assert administrator.get("users", headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_being_disabled_ends_what_was_begun(service: Service, administrator: Caller) -> None:
    caller = service.as_(Role.INSPECTOR)
    user = administrator.get(f"users/{caller.user.id}")
    body = {"name": caller.user.name, "roles": ["inspector"], "active": False}
    seen = {"If-Match": user.headers["etag"]}
    assert administrator.put(f"users/{caller.user.id}", json=body, headers=seen).status_code == 200
    assert caller.get("auth/me").status_code == 401
    answer = caller.client.post(f"{V1}/auth/login", json={"name": caller.user.name, "password": PASSWORD})
    assert answer.status_code == 401


def test_the_last_use_of_a_session_is_written_down(service: Service) -> None:
    caller = service.as_(Role.INSPECTOR)
    for _ in range(3):
        service.clock.pass_(minutes=90)
        assert caller.get("auth/me").status_code == 200

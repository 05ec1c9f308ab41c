import json

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError, OperationalError

from api.app import create_app
from api.problems import KINDS, STATUSES, status_of
from tests.api.serving import V1, Caller, Service
from voc import errors
from voc.errors import ExpressionError, FaultsError, Place, RuleFileError, VocError


def test_every_error_has_a_status_with_a_title_of_its_own() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, VocError)]
    of_their_own = {kind for kind in kinds if not STATUSES.keys() & set(kind.__mro__[1:])}
    assert of_their_own - {VocError} == set(STATUSES)
    assert set(STATUSES.values()) <= set(KINDS)
    assert status_of(RuleFileError(Place("own.toml", 3), "own.one", "少一个括号")) == 422
    assert status_of(ExpressionError("少一个括号", line=1, column=2, hint="补上")) == 422
    assert status_of(FaultsError([("第 1 行", "重复")])) == 422


def test_a_problem_says_what_where_and_in_which_request(administrator: Caller) -> None:
    answer = administrator.get("contacts/7", headers={"X-Request-ID": "r-1"})
    assert answer.json() == {
        "type": "/problems/not-found",
        "title": "没有找到",
        "status": 404,
        "detail": "没有键为 7 的接触",
        "instance": f"{V1}/contacts/7",
        "request_id": "r-1",
    }


def test_fields_that_are_wrong_are_named_and_what_was_typed_is_not_repeated(administrator: Caller) -> None:
    answer = administrator.post("users", json={"name": "\u0007秘密", "roles": ["boss"], "secret": 1})
    assert answer.status_code == 422
    assert {(e["place"], e["reason"]) for e in answer.json()["errors"]} == {
        ("正文 name", "不符合要求的格式或范围"),
        ("正文 roles.0", "不在允许的取值里"),
        ("正文 secret", "不认识的字段"),
    }
    assert "秘密" not in answer.text
    assert "boss" not in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 422), (b"[" * 100_000, 422), (b'{"name": "\\ud800", "roles": ["product"]}', 422), (b"\xff", 400)],
)
def test_a_body_that_is_no_json_is_refused(administrator: Caller, body: bytes, status: int) -> None:
    answer = administrator.post("users", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, status)
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_path_and_a_wrong_method_are_problems_too(administrator: Caller) -> None:
    for method, path, status in (("GET", "nothing", 404), ("PATCH", "users", 405), ("TRACE", "users", 405)):
        answer = administrator.ask(method, path)
        assert (answer.status_code, answer.json()["status"]) == (status, status)


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (IntegrityError("INSERT", {}, Exception("客户说的话")), 409, "与库里已有的内容冲突"),
        (OperationalError("SELECT", {}, Exception("客户说的话")), 503, "数据库暂时不可用，什么也没有改动"),
        (ZeroDivisionError("客户说的话"), 500, "程序出错，已记录"),
    ],
)
def test_what_goes_wrong_inside_is_told_without_what_is_stored(
    service: Service, error: Exception, status: int, detail: str
) -> None:
    app = create_app(service.parts)

    @app.get("/wrong")
    def wrong(request: Request) -> None:
        raise error

    answer = TestClient(app, raise_server_exceptions=False).get("/wrong")
    assert (answer.status_code, answer.json()["detail"]) == (status, detail)
    assert "客户" not in json.dumps(answer.json(), ensure_ascii=False)

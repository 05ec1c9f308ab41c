"""Every refusal as problem+json (RFC 9457), in Chinese, and never with what a customer said or a user typed."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from starlette.exceptions import HTTPException

from voc.errors import (
    AuthenticationError,
    ConflictError,
    FaultsError,
    ForbiddenError,
    InputError,
    ModelError,
    NotFoundError,
    PreconditionError,
    StorageError,
    TaxonomyError,
    TooManyError,
    VocError,
)

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger("voc.api")

STATUSES: Mapping[type[VocError], int] = {
    InputError: 422,
    TaxonomyError: 422,
    AuthenticationError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    PreconditionError: 412,
    TooManyError: 429,
    StorageError: 500,
    ModelError: 500,
}
# The end of the address that names the kind of problem, and its title.
KINDS: Mapping[int, tuple[str, str]] = {
    400: ("malformed", "请求无法读取"),
    401: ("not-signed-in", "没有登录"),
    403: ("forbidden", "没有权限"),
    404: ("not-found", "没有找到"),
    405: ("method-not-allowed", "不支持的方法"),
    409: ("conflict", "与现状冲突"),
    412: ("changed", "内容已变"),
    413: ("too-large", "请求太大"),
    415: ("media-type", "不支持的格式"),
    416: ("range", "范围不对"),
    422: ("invalid", "内容不符合要求"),
    428: ("version-required", "缺少 If-Match"),
    429: ("too-many", "请求太多"),
    500: ("failed", "出错了"),
    503: ("unavailable", "暂时不可用"),
}
_REASONS: Mapping[str, str] = {
    "missing": "缺少",
    "extra_forbidden": "不认识的字段",
    "string_too_short": "太短",
    "too_short": "太少",
    "string_too_long": "太长",
    "too_long": "太多",
    "enum": "不在允许的取值里",
    "literal_error": "不在允许的取值里",
    "json_invalid": "不是有效的 JSON",
    "timezone_aware": "时间要写明时区",
}
_VERSION = ("header", "If-Match")
_LOCATIONS = {"body": "正文", "query": "查询参数", "path": "路径", "header": "请求头", "cookie": "Cookie"}


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> JSONResponse:
    """One problem as a response."""
    name, title = KINDS[status]
    body: dict[str, object] = {
        "type": f"/problems/{name}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "request_id": request.scope.get("request_id", ""),
    }
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Translate everything that may be raised."""
    app.add_exception_handler(VocError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(SQLAlchemyError, _database)
    app.add_exception_handler(Exception, _failed)


def status_of(error: VocError) -> int:
    """The status of the nearest kind in the tree of errors."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, VocError)
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooManyError) else None
    faults = error.faults if isinstance(error, FaultsError) else ()
    errors = [{"place": place, "reason": reason} for place, reason in faults]
    return problem(request, status_of(error), str(error), headers=headers, errors=errors)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [{"place": _place(one["loc"]), "reason": _reason(one)} for one in error.errors()]
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return problem(request, 422, "正文不是有效的 JSON")
    if any((one["type"], one["loc"]) == ("missing", _VERSION) for one in error.errors()):
        return problem(request, 428, "请先读取，把读到的 ETag 放进请求头 If-Match")
    first = errors[0]
    return problem(request, 422, f"{first['place']}：{first['reason']}", errors=errors)


def _place(location: Sequence[object]) -> str:
    """
    >>> _place(("body", "roles", 0)), _place(("query", "limit"))
    ('正文 roles.0', '查询参数 limit')
    """
    first, *rest = map(str, location)
    return f"{_LOCATIONS.get(first, first)} {'.'.join(rest)}".strip()


def _reason(error: Mapping[str, Any]) -> str:
    return _REASONS.get(error["type"], "不符合要求的格式或范围")


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code if error.status_code in KINDS else 400
    return problem(request, status, KINDS[status][1], headers=error.headers)


async def _database(request: Request, error: Exception) -> JSONResponse:
    """Never the statement or its parameters: they hold what customers said."""
    if isinstance(error, IntegrityError):
        return problem(request, 409, "与库里已有的内容冲突")
    kind = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
    LOG.error("database", extra={"facts": {"error": kind, "request_id": request.scope.get("request_id")}})
    return problem(request, 503, "数据库暂时不可用，什么也没有改动", headers={"Retry-After": "1"})


async def _failed(request: Request, _error: Exception) -> JSONResponse:
    return problem(request, 500, "程序出错，已记录")

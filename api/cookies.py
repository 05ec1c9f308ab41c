"""The cookies of a session, and the token that proves that a page of ours sent a request."""

import hashlib
import hmac

from fastapi import Request, Response

from voc.domain.login import LONGEST
from voc.errors import ForbiddenError

SESSION = "voc_session"
CSRF = "voc_csrf"
# A browser takes a cookie of this name only over https, for this host alone.
HOST_PREFIX = "__Host-"
CSRF_HEADER = "X-CSRF-Token"
SAFE = {"GET", "HEAD", "OPTIONS"}


def csrf_of(secret: str) -> str:
    """The token that belongs to a session; it cannot be had from anything but the session's secret."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def session_name(*, secure: bool) -> str:
    return HOST_PREFIX + SESSION if secure else SESSION


def session_of(request: Request, *, secure: bool) -> str | None:
    return request.cookies.get(session_name(secure=secure)) or None


def set_cookies(response: Response, secret: str, *, secure: bool) -> None:
    """The session, which no script may read, and its token, which our pages must send back in a header."""
    age = int(LONGEST.total_seconds())
    response.set_cookie(
        session_name(secure=secure), secret, max_age=age, httponly=True, secure=secure, samesite="strict"
    )
    response.set_cookie(CSRF, csrf_of(secret), max_age=age, secure=secure, samesite="strict")


def clear_cookies(response: Response, *, secure: bool) -> None:
    response.delete_cookie(session_name(secure=secure), httponly=True, secure=secure, samesite="strict")
    response.delete_cookie(CSRF, secure=secure, samesite="strict")


def require_own_page(request: Request) -> None:
    """ForbiddenError for a request that a browser says comes from a page of somebody else's."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForbiddenError("请求来自别的网站")


def require_csrf(request: Request, secret: str) -> None:
    """ForbiddenError for a change that comes without the session's token."""
    if request.method in SAFE:
        return
    require_own_page(request)
    given = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), csrf_of(secret).encode()):
        raise ForbiddenError(f"缺少或不对的 {CSRF_HEADER}")

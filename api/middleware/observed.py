"""A request's id, its line in the log, and its part in the metrics."""

import logging
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.ids import new_id
from api.metrics import Metrics

LOG = logging.getLogger("voc.access")
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# Requests that no route answers, so that made-up paths make no new series.
NO_ROUTE = "none"


class Observed:
    """`X-Request-ID` is taken over where it is plain; the log holds route, status, duration and who, nothing else.

    Not the path with its query: somebody may search for a customer's words.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if GIVEN_ID.fullmatch(given) else new_id()
        scope["request_id"] = request_id
        status, began = 500, time.perf_counter()

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        self._metrics.running.inc()
        try:
            await self._app(scope, receive, sent)
        finally:
            self._metrics.running.dec()
            self._written(scope, status, time.perf_counter() - began)

    def _written(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        route = getattr(scope.get("route"), "path", NO_ROUTE)
        self._metrics.answered(method, route, status, seconds)
        facts = {
            "request_id": scope["request_id"],
            "method": method,
            "route": route,
            "status": status,
            "duration_ms": round(seconds * 1000, 1),
            "user_id": scope.get("state", {}).get("user_id"),
        }
        LOG.info("request", extra={"facts": facts})

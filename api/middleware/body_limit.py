"""A limit on what a request may send, before anything of it is read into memory."""

from collections.abc import Mapping

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

MIB = 1 << 20
LIMIT = 2 * MIB


class BodyLimit:
    """Refuses longer bodies with 413. `larger` are limits of their own for paths that begin so, in bytes."""

    def __init__(self, app: ASGIApp, *, larger: Mapping[str, int]) -> None:
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((size for path, size in self._larger.items() if scope["path"].startswith(path)), LIMIT)
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > limit:
            refusal = problem(Request(scope), 413, f"请求不能超过 {limit // MIB} MiB")
            await refusal(scope, receive, send)
            return
        read = 0

        async def received() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, received, send)

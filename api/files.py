"""Stored files as answers."""

from fastapi import Request
from fastapi.responses import FileResponse
from starlette.types import Message, Receive, Scope, Send

from api.problems import KINDS, problem


class StoredFile(FileResponse):
    """A file, whole or the part that is asked for; a range that is none is refused as everything else is."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused: Message | None = None

        async def refusing(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] >= 400:
                refused = message
            elif refused is None:
                await send(message)

        await super().__call__(scope, receive, refusing)
        if refused is not None:
            status = refused["status"]
            ranges = {k.decode(): v.decode() for k, v in refused["headers"] if k.lower() == b"content-range"}
            answer = problem(Request(scope), status, KINDS[status][1], headers=ranges)
            await answer(scope, receive, send)

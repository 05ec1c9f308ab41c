"""Bodies that are read as they are, by readers that are stricter than a JSON parser."""

from typing import Annotated, Any

from fastapi import Depends, Request

from voc.errors import InputError


async def _text(request: Request) -> str:
    try:
        return (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("正文不是 UTF-8") from None


RawText = Annotated[str, Depends(_text)]


def body_of(media_type: str, example: object, **schema: Any) -> dict[str, Any]:
    """What the OpenAPI document says of such a body (`openapi_extra`)."""
    content = {media_type: {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}

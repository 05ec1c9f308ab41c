"""Pages: at most so many things, and a cursor that the next page begins after."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from voc.errors import InputError

T = TypeVar("T")
Part = str | int | float | None

MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description="最多几项")]
Cursor = Annotated[str | None, Query(max_length=600, description="上一页给出的 next；第一页不写")]


class Page(BaseModel, Generic[T]):
    """`next` is null on the last page; what it means is the service's own affair."""

    items: list[T]
    next: str | None = Field(default=None, description="下一页的 cursor；没有更多时为 null")


def cursor_of(*parts: Part) -> str:
    """
    >>> parts_in(cursor_of("2026-11-02", 7), 2)
    ['2026-11-02', 7]
    """
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def parts_in(cursor: str, count: int) -> list[Part]:
    """What a cursor was made of; InputError for one that this service did not give."""
    try:
        parts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise InputError("cursor 无效") from None
    if not isinstance(parts, list) or len(parts) != count or not all(_is_part(part) for part in parts):
        raise InputError("cursor 无效")
    return parts


def text_in(cursor: str | None) -> str:
    """The one text that a cursor was made of; empty where there is no cursor."""
    if cursor is None:
        return ""
    (part,) = parts_in(cursor, 1)
    if not isinstance(part, str) or "\0" in part:
        raise InputError("cursor 无效")
    return part


def moment_in(part: Part) -> datetime:
    """The time that a part of a cursor stands for."""
    try:
        at = datetime.fromisoformat(str(part))
    except ValueError:
        raise InputError("cursor 无效") from None
    if at.tzinfo is None or not 1900 <= at.year <= 2200:
        raise InputError("cursor 无效")
    return at


def place_in(cursor: str | None) -> tuple[datetime, str] | None:
    """The time and the id that a cursor was made of."""
    if cursor is None:
        return None
    at, id = parts_in(cursor, 2)
    if not isinstance(id, str) or not id.isascii() or not id.isprintable():
        raise InputError("cursor 无效")
    return moment_in(at), id


def sorted_cursor(order: StrEnum, at: datetime, id: str) -> str:
    """A cursor after a time and an id, good for this order alone."""
    return cursor_of(order.value, at.isoformat(), id)


def sorted_place_in(cursor: str | None, order: StrEnum) -> tuple[datetime, str] | None:
    """The time and the id that a cursor of this order was made of; InputError for one of another order."""
    if cursor is None:
        return None
    given, at, id = parts_in(cursor, 3)
    if given != order.value or not isinstance(id, str) or not id.isascii() or not id.isprintable():
        raise InputError("cursor 属于另一种排序，或已损坏")
    return moment_in(at), id


def cut(found: Sequence[T], limit: int) -> tuple[Sequence[T], T | None]:
    """The first `limit` of what was found, and the last of these where there are more.

    >>> cut("abc", 2), cut("ab", 2)
    (('ab', 'b'), ('ab', None))
    """
    return (found[:limit], found[limit - 1]) if len(found) > limit else (found, None)


def _is_part(part: object) -> bool:
    fits = part is None or isinstance(part, str | float) or (isinstance(part, int) and abs(part) < 2**31)
    return fits and not isinstance(part, bool)

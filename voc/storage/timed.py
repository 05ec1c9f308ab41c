"""Lists by time: of a period, the newest or the oldest first, page by page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa


class TimeOrder(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Within:
    """From `since` up to but without `until`; an end that is None is open."""

    since: datetime | None = None
    until: datetime | None = None
    order: TimeOrder = TimeOrder.NEWEST


ALWAYS = Within()
OLDEST_FIRST = Within(order=TimeOrder.OLDEST)


def timed(
    statement: sa.Select[Any],
    at: sa.ColumnElement[datetime],
    id: sa.ColumnElement[str],
    *,
    within: Within,
    after: tuple[datetime, str] | None,
) -> sa.Select[Any]:
    """What lies within a period, in its order, ties by id; after the one with this time and id."""
    newest = within.order is TimeOrder.NEWEST
    if within.since is not None:
        statement = statement.where(at >= within.since)
    if within.until is not None:
        statement = statement.where(at < within.until)
    if after is not None:
        place, last = sa.tuple_(at, id), sa.tuple_(sa.literal(after[0], at.type), sa.literal(after[1]))
        statement = statement.where(place < last if newest else place > last)
    return statement.order_by(*((at.desc(), id.desc()) if newest else (at, id)))

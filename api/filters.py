"""Filters that several resources share."""

from datetime import datetime
from typing import Annotated

from fastapi import Query

from api.parts import Parts
from api.schemas.base import Moment, Word
from voc.domain.week import Week
from voc.errors import InputError
from voc.storage.counting import ContactFilter

Since = Annotated[Moment | None, Query(description="从此时起（含）", examples=["2026-11-02T00:00:00+08:00"])]
Until = Annotated[Moment | None, Query(description="到此时止（不含）")]
WeekName = Annotated[
    str | None,
    Query(pattern="^20[0-9]{2}-W[0-9]{2}$", description="ISO 周；不与 since、until 同用"),
]
Queues = Annotated[list[Word], Query(max_length=50, description="队列，可重复")]
Channels = Annotated[list[Word], Query(max_length=50, description="渠道，可重复")]


def contact_filter(
    parts: Parts,
    since: datetime | None,
    until: datetime | None,
    week: str | None,
    queues: list[str],
    channels: list[str],
    *,
    agents: tuple[str, ...] | None = None,
) -> ContactFilter:
    """The contacts meant by a request; InputError where its bounds contradict each other."""
    if week is not None:
        if since is not None or until is not None:
            raise InputError("week 不能与 since、until 同用")
        since, until = Week.parse(week).bounds(parts.settings.timezone)
    if since is not None and until is not None and until < since:
        raise InputError("until 早于 since")
    return ContactFilter(since, until, tuple(queues), tuple(channels), agents)

"""Which contacts a request means: what several resources ask alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from api.deps import CurrentParts
from api.schemas.base import WEEK, Moment, Word
from voc.domain.week import Week
from voc.errors import InputError
from voc.storage.counting import ContactFilter
from voc.storage.timed import TimeOrder, Within


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to but without `until`; an end that is None is open."""

    since: datetime | None
    until: datetime | None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InputError("until 早于 since")


Since = Annotated[Moment | None, Query(description="从此时起（含）", examples=["2026-11-02T00:00:00+08:00"])]
Until = Annotated[Moment | None, Query(description="到此时止（不含）")]


def asked_period(since: Since = None, until: Until = None) -> Period:
    """InputError where the end comes before the beginning."""
    return Period(since, until)


def asked_within(
    period: Annotated[Period, Depends(asked_period)],
    sort: Annotated[TimeOrder, Query(description="newest 新的在前，oldest 旧的在前")] = TimeOrder.NEWEST,
) -> Within:
    """A period, and from which end."""
    return Within(period.since, period.until, sort)


def asked_from_oldest(
    period: Annotated[Period, Depends(asked_period)],
    sort: Annotated[TimeOrder, Query(description="newest 新的在前，oldest 旧的在前")] = TimeOrder.OLDEST,
) -> Within:
    """The same, the oldest first unless it is said otherwise."""
    return Within(period.since, period.until, sort)


AskedWithin = Annotated[Within, Depends(asked_within)]
AskedFromOldest = Annotated[Within, Depends(asked_from_oldest)]
AskedPeriod = Annotated[Period, Depends(asked_period)]


def asked_contacts(
    parts: CurrentParts,
    queue: Annotated[list[Word], Query(max_length=50, description="队列，可重复", default_factory=list)],
    channel: Annotated[list[Word], Query(max_length=50, description="渠道，可重复", default_factory=list)],
    since: Since = None,
    until: Until = None,
    week: Annotated[str | None, Query(pattern=WEEK, description="ISO 周；不与 since、until 同用")] = None,
) -> ContactFilter:
    """InputError where the bounds contradict each other."""
    if week is not None:
        if since is not None or until is not None:
            raise InputError("week 不能与 since、until 同用")
        since, until = Week.parse(week).bounds(parts.settings.timezone)
    period = Period(since, until)
    return ContactFilter(period.since, period.until, tuple(queue), tuple(channel))


AskedContacts = Annotated[ContactFilter, Depends(asked_contacts)]

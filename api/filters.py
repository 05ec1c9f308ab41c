"""Which contacts a request means: what several resources ask alike."""

from typing import Annotated

from fastapi import Depends, Query

from api.deps import CurrentParts
from api.schemas.base import WEEK, Moment, Word
from voc.domain.week import Week
from voc.errors import InputError
from voc.storage.counting import ContactFilter


def asked_contacts(
    parts: CurrentParts,
    queue: Annotated[list[Word], Query(max_length=50, description="队列，可重复", default_factory=list)],
    channel: Annotated[list[Word], Query(max_length=50, description="渠道，可重复", default_factory=list)],
    since: Annotated[Moment | None, Query(description="从此时起（含）", examples=["2026-11-02T00:00:00+08:00"])] = None,
    until: Annotated[Moment | None, Query(description="到此时止（不含）")] = None,
    week: Annotated[str | None, Query(pattern=WEEK, description="ISO 周；不与 since、until 同用")] = None,
) -> ContactFilter:
    """InputError where the bounds contradict each other."""
    if week is not None:
        if since is not None or until is not None:
            raise InputError("week 不能与 since、until 同用")
        since, until = Week.parse(week).bounds(parts.settings.timezone)
    if since is not None and until is not None and until < since:
        raise InputError("until 早于 since")
    return ContactFilter(since, until, tuple(queue), tuple(channel))


AskedContacts = Annotated[ContactFilter, Depends(asked_contacts)]

"""Calibration sessions as somebody may see them."""

from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from voc.domain.permission import Belonging, Reach
from voc.domain.reviewing.calibration import CalibrationSession
from voc.errors import NotFoundError
from voc.services.reviews.reading import open_to
from voc.storage.calibrations import Calibrations
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews, StoredReview
from voc.storage.timed import ALWAYS, Within


def seen_calibration(session: Session, calibration_id: str, *, reach: Reach) -> CalibrationSession:
    """A session; NotFoundError where there is none, or the one who asks has no part in it."""
    found = Calibrations(session).get(calibration_id)
    if not _within(reach, found):
        raise NotFoundError(f"没有编号为 {calibration_id} 的校准")
    return found


def seen_calibrations(
    session: Session,
    *,
    reach: Reach,
    is_open: bool | None = None,
    within: Within = ALWAYS,
    after: tuple[datetime, str] | None,
    limit: int,
) -> tuple[CalibrationSession, ...]:
    """The next sessions that somebody takes part in, or all for whom all is in reach, by the time of opening."""
    found = Calibrations(session).page(is_open=is_open, within=within, after=after)
    return tuple(islice((one for one in found if _within(reach, one)), limit))


def seen_answers(session: Session, calibration_id: str, *, reach: Reach) -> tuple[StoredReview, ...]:
    """The answers of a session: one's own, and once it is closed everybody's that were submitted."""
    found = seen_calibration(session, calibration_id, reach=reach)
    tasks = ReviewTasks(session).find(TaskFilter(origin=found.id))
    return open_to(session, Reviews(session).of_tasks([task.id for task in tasks]), reach.actor.user_id)


def _within(reach: Reach, calibration: CalibrationSession) -> bool:
    return reach.covers(Belonging(assigned=frozenset(calibration.participants)))

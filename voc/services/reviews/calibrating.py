"""Calibration sessions: opened by a lead, answered unseen, closed, and held against the expert."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from voc.domain.agreement.report import AgreementReport, Rated, agreement_report
from voc.domain.review import Review, ReviewStatus
from voc.domain.reviewing.calibration import CalibrationSession
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.errors import ConflictError
from voc.services.remarks import masked
from voc.storage.calibrations import Calibrations
from voc.storage.contacts import Contacts
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews


@dataclass(frozen=True, slots=True)
class CalibrationResult:
    """All inspectors among each other, and each of them beside the expert, by name."""

    calibration: CalibrationSession
    among: AgreementReport
    beside_expert: dict[str, AgreementReport]


def open_calibration(
    session: Session,
    name: str,
    *,
    expert: str,
    inspectors: Sequence[str],
    contact_keys: Sequence[int],
    by: str,
    at: datetime,
    new_id: Callable[[], str],
) -> CalibrationSession:
    """The same contacts for everybody, in the same order (calibration.write); NotFoundError for an unknown contact."""
    keys = tuple(dict.fromkeys(contact_keys))
    Contacts(session).load(keys)
    opened = CalibrationSession(new_id(), masked(name), expert, tuple(inspectors), keys, by, at)
    Calibrations(session).open(opened)
    tasks = [
        Task(new_id(), key, Purpose.CALIBRATION, opened.id, seat=seat, position=position, assignee=who)
        for position, key in enumerate(keys)
        for seat, who in enumerate(opened.participants, 1)
    ]
    ReviewTasks(session).add(tasks, at=at)
    return opened


def close_calibration(session: Session, calibration_id: str, *, at: datetime) -> CalibrationSession:
    """The answers are opened; what is not answered by now is asked no more (calibration.write)."""
    calibrations, tasks = Calibrations(session), ReviewTasks(session)
    closed = calibrations.read(calibration_id).closed(at=at)
    calibrations.close(closed)
    wanted = TaskFilter(origin=closed.id, states=(TaskState.OPEN, TaskState.LEASED))
    for task in tasks.find(wanted):
        tasks.save(tasks.read(task.id).withdrawn())
    return closed


def calibration_result(session: Session, calibration_id: str, *, zone: tzinfo) -> CalibrationResult:
    """How far the inspectors agree (calibration.write); ConflictError before the end."""
    found = Calibrations(session).get(calibration_id)
    if found.closed_at is None:
        raise ConflictError("校准还没有结束，答案暂不公开")
    tasks = ReviewTasks(session).find(TaskFilter(origin=found.id, states=(TaskState.DONE,)))
    given: dict[int, dict[str, Review]] = {key: {} for key in found.contact_keys}
    for one in Reviews(session).of_tasks([task.id for task in tasks]):
        if one.status is ReviewStatus.FINAL:
            given[one.contact_key][one.reviewer] = one.review()

    def report(names: Sequence[str]) -> AgreementReport:
        chosen = [[reviews[name] for name in names if name in reviews] for reviews in given.values()]
        return agreement_report([Rated(own[0].contact_id, tuple(own)) for own in chosen if own], zone=zone)

    beside = {who: report((found.expert, who)) for who in found.inspectors}
    return CalibrationResult(found, report(found.inspectors), beside)

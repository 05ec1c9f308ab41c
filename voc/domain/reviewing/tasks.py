"""Work for an inspector: a contact to be reviewed, lent to one person for a time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from voc.domain.reviewing.sampling import Stratum
from voc.errors import ConflictError

LEASE = timedelta(minutes=30)


class Purpose(StrEnum):
    """What a review is made for. A task has the first three only, its `origin` being that plan, session or appeal."""

    SAMPLE = "sample"
    CALIBRATION = "calibration"
    APPEAL = "appeal"
    ADJUDICATION = "adjudication"
    DIRECT = "direct"

    @property
    def label(self) -> str:
        return {
            "sample": "抽检",
            "calibration": "校准",
            "appeal": "申诉复听",
            "adjudication": "裁定",
            "direct": "直接复核",
        }[self.value]

    def replaces(self, counting: "Purpose | None") -> bool:
        """Whether a review of this purpose counts in the place of the one that counts so far.

        What was decided between people stands against a later look of one person; calibration never counts.

        >>> Purpose.DIRECT.replaces(Purpose.SAMPLE), Purpose.SAMPLE.replaces(Purpose.APPEAL)
        (True, False)
        """
        if self is Purpose.CALIBRATION:
            return False
        return self in _DECIDING or counting not in _DECIDING


_DECIDING = (Purpose.ADJUDICATION, Purpose.APPEAL)


class TaskState(StrEnum):
    OPEN = "open"
    LEASED = "leased"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"open": "待领取", "leased": "复核中", "done": "已完成", "withdrawn": "已撤回"}[self.value]


@dataclass(frozen=True, slots=True)
class Task:
    """One contact for one person. A contact that is reviewed twice has two tasks of one origin, `seat` 1 and 2.

    `position` is its place in the queue of its origin. `assignee` is the only one who may take it, None where anyone
    of the origin may. `stratum` and `probability` (of being drawn by the plan) are those of a sample, None elsewhere.
    """

    id: str
    contact_key: int
    purpose: Purpose
    origin: str
    seat: int = 1
    position: int = 0
    stratum: Stratum | None = None
    probability: float | None = None
    assignee: str | None = None
    state: TaskState = TaskState.OPEN
    holder: str | None = None
    lease_until: datetime | None = None
    review_id: str | None = None

    def held_by(self, who: str, *, at: datetime) -> bool:
        """Whether it is on loan to someone at a time; a lease ends at its last moment."""
        return self.state is TaskState.LEASED and self.holder == who and not self.lapsed(at=at)

    def lapsed(self, *, at: datetime) -> bool:
        """Whether it was lent and the time is over, so that anyone may take it."""
        return self.state is TaskState.LEASED and self.lease_until is not None and self.lease_until <= at

    def taken(self, who: str, *, at: datetime) -> "Task":
        """On loan to someone; ConflictError where it is not to be had. The review begun by an earlier holder is not
        passed on: a second person starts from nothing.
        """
        if self.assignee not in (None, who):
            raise ConflictError("这个任务指定了别人")
        if self.state is not TaskState.OPEN and not self.lapsed(at=at) and not self.held_by(who, at=at):
            raise ConflictError("这个任务已被领取或已完成")
        kept = self.review_id if self.holder == who else None
        return replace(self, state=TaskState.LEASED, holder=who, lease_until=at + LEASE, review_id=kept)

    def prolonged(self, who: str, *, at: datetime) -> "Task":
        """The loan starts anew, also when its time is over as long as nobody else has the task; else ConflictError."""
        if self.state is not TaskState.LEASED or self.holder != who:
            raise ConflictError("这个任务已不在你手上，请重新领取")
        return replace(self, lease_until=at + LEASE)

    def begun(self, review_id: str) -> "Task":
        """With the review that its holder started."""
        return replace(self, review_id=review_id)

    def given_back(self, who: str) -> "Task":
        """Open again; ConflictError where it is not the holder who says so."""
        if self.state is not TaskState.LEASED or self.holder != who:
            raise ConflictError("这个任务不在你手上")
        return replace(self, state=TaskState.OPEN, holder=None, lease_until=None, review_id=None)

    def finished(self, who: str) -> "Task":
        """Done with the review that was begun; ConflictError where it is not on loan to this person."""
        if self.state is not TaskState.LEASED or self.holder != who:
            raise ConflictError("这个任务已不在你手上，请重新领取")
        return replace(self, state=TaskState.DONE, lease_until=None)

    def resumed(self, who: str, *, at: datetime) -> "Task":
        """On loan again to the one who had done it, to think it over; else ConflictError."""
        if self.state is not TaskState.DONE or self.holder != who:
            raise ConflictError("这个任务不是由你完成的")
        return replace(self, state=TaskState.LEASED, lease_until=at + LEASE)

    def withdrawn(self) -> "Task":
        """Nobody is asked any more; ConflictError where it is done."""
        if self.state is TaskState.DONE:
            raise ConflictError("任务已完成，不能撤回")
        return replace(self, state=TaskState.WITHDRAWN, holder=None, lease_until=None)

"""A review as the sum of what was done to it. Nothing is ever taken out of its history: an undoing is an event too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import Answer, Change
from voc.errors import ConflictError

# Who makes the steps that nobody makes.
PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes back the last step that is not taken back yet."""


@dataclass(frozen=True, slots=True)
class Submit:
    """The answer is given."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The answer is thought over again; after the text has changed, against revision `revision` of the contact."""

    revision: int


@dataclass(frozen=True, slots=True)
class GoStale:
    """The text changed and marked words no longer stand. Nobody can take this back."""


Step = Change | Undo | Submit | Reopen | GoStale


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """Step `number` (from 1) of a review, who made it and when."""

    number: int
    by: str
    at: datetime
    step: Step


@dataclass(frozen=True, slots=True)
class State:
    """Where a review stands; `revision` is that of the contact it is about."""

    answer: Answer
    status: ReviewStatus
    revision: int


@dataclass(frozen=True, slots=True)
class History:
    """All states that can still be returned to, the present one last, and how many steps led here.

    `version` is the count of steps: who saves says from which version, and two people cannot overwrite each other.
    """

    states: tuple[State, ...]
    version: int = 0

    @classmethod
    def begun(cls, revision: int) -> "History":
        """Nothing answered yet about a revision of a contact."""
        return cls((State(Answer(), ReviewStatus.DRAFT, revision),))

    @property
    def now(self) -> State:
        return self.states[-1]

    @property
    def can_undo(self) -> bool:
        return len(self.states) > 1

    def after(self, step: Step) -> "History":
        """One step on; ConflictError where the present state does not allow it, InputError where the answer does not.

        >>> from voc.domain.reviewing.changes import TellDissatisfied
        >>> history = History.begun(1).after(TellDissatisfied(False)).after(Submit())
        >>> history.now.status.value, history.after(Undo()).now.status.value, history.after(Undo()).version
        ('final', 'draft', 3)
        """
        return replace(self, states=self._states(step), version=self.version + 1)

    def _states(self, step: Step) -> tuple[State, ...]:
        now = self.now
        match step:
            case Undo():
                if not self.can_undo:
                    raise ConflictError("没有可以撤销的步骤")
                return self.states[:-1]
            case Submit():
                _demand(now.status is ReviewStatus.DRAFT, "这份复核已经提交")
                return (*self.states, replace(now, status=ReviewStatus.FINAL))
            case Reopen(revision):
                _demand(now.status is not ReviewStatus.DRAFT, "这份复核还没有提交，不必重新打开")
                reopened = State(now.answer, ReviewStatus.DRAFT, revision)
                return (reopened,) if now.status is ReviewStatus.STALE else (*self.states, reopened)
            case GoStale():
                _demand(now.status is not ReviewStatus.STALE, "这份复核已经过期")
                return (replace(now, status=ReviewStatus.STALE),)
            case _:
                _demand(now.status is ReviewStatus.DRAFT, "这份复核已经提交，要先重新打开才能修改")
                return (*self.states, replace(now, answer=step.applied(now.answer)))


def replayed(events: Iterable[ReviewEvent], *, revision: int) -> History:
    """The history that events lead to, from an empty answer about revision `revision` of the contact."""
    history = History.begun(revision)
    for event in events:
        history = history.after(event.step)
    return history


def first_submission(events: Iterable[ReviewEvent]) -> datetime:
    """When an answer was given first; ValueError where none was."""
    return min(event.at for event in events if isinstance(event.step, Submit))


def submission(events: Iterable[ReviewEvent], *, revision: int, until: datetime) -> tuple[State, datetime]:
    """The answer as it was submitted last at or before a time, and when; ValueError where none was."""
    history, found = History.begun(revision), None
    for event in events:
        history = history.after(event.step)
        if isinstance(event.step, Submit) and event.at <= until:
            found = history.now, event.at
    if found is None:
        raise ValueError("nothing was submitted by then")
    return found


def _demand(holds: bool, reason: str) -> None:
    if not holds:
        raise ConflictError(reason)

"""Appeals (申诉): an agent objects to a verdict; team lead, QA lead and another inspector hear it in turn."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from voc.domain.reviewing.history import PROGRAM
from voc.errors import ConflictError, InputError

LONGEST_REASON = 2000


class AppealState(StrEnum):
    """Whose turn it is, or how it ended."""

    FILED = "filed"
    FORWARDED = "forwarded"
    ASSIGNED = "assigned"
    HEARD = "heard"
    STOPPED = "stopped"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    FINAL = "final"

    @property
    def label(self) -> str:
        return {
            "filed": "待班组长处理",
            "forwarded": "待质检主管处理",
            "assigned": "待质检员复听",
            "heard": "待质检主管决定",
            "stopped": "班组长未转交",
            "rejected": "已驳回",
            "accepted": "已采纳",
            "withdrawn": "已撤回",
            "final": "已终结",
        }[self.value]

    @property
    def waiting(self) -> bool:
        """Whether somebody has to do something about it."""
        return self in (AppealState.FILED, AppealState.FORWARDED, AppealState.ASSIGNED, AppealState.HEARD)


class Move(StrEnum):
    """What is done to an appeal."""

    FILE = "file"
    FORWARD = "forward"
    STOP = "stop"
    ASSIGN = "assign"
    HEAR = "hear"
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    FILE_AGAIN = "file_again"
    CLOSE = "close"

    @property
    def label(self) -> str:
        return {
            "file": "提出",
            "forward": "转交",
            "stop": "不转交",
            "assign": "指派复听",
            "hear": "复听完成",
            "accept": "采纳",
            "reject": "驳回",
            "withdraw": "撤回",
            "file_again": "再次申诉",
            "close": "终结",
        }[self.value]


_S, _M = AppealState, Move
# From which states a move may be made, and where it leads.
_MOVES: dict[Move, tuple[frozenset[AppealState], AppealState]] = {
    _M.FORWARD: (frozenset({_S.FILED}), _S.FORWARDED),
    _M.STOP: (frozenset({_S.FILED}), _S.STOPPED),
    _M.ASSIGN: (frozenset({_S.FORWARDED, _S.ASSIGNED}), _S.ASSIGNED),
    _M.HEAR: (frozenset({_S.ASSIGNED}), _S.HEARD),
    _M.ACCEPT: (frozenset({_S.HEARD}), _S.ACCEPTED),
    _M.REJECT: (frozenset({_S.FORWARDED, _S.HEARD}), _S.REJECTED),
    _M.WITHDRAW: (frozenset({_S.FILED, _S.FORWARDED}), _S.WITHDRAWN),
    _M.FILE_AGAIN: (frozenset({_S.STOPPED, _S.REJECTED}), _S.FILED),
    _M.CLOSE: (frozenset({_S.STOPPED, _S.REJECTED, _S.ACCEPTED}), _S.FINAL),
}
# Where a word of reason is owed to those concerned.
_REASONED = frozenset({_M.FILE, _M.STOP, _M.ACCEPT, _M.REJECT, _M.FILE_AGAIN})


@dataclass(frozen=True, slots=True)
class AppealWindow:
    """How long after a verdict an agent may appeal, after a refusal appeal again, and how long each step may take.

    A step that comes too late is never at the cost of the agent: what the team lead has left lying goes on by itself,
    and for all others it is overdue, but still to be made.
    """

    filing: timedelta = timedelta(days=7)
    again: timedelta = timedelta(days=3)
    step: timedelta = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class AppealStep:
    """One step of an appeal: who made it, when and why; `inspector` only where one is assigned."""

    move: Move
    by: str
    at: datetime
    reason: str = ""
    inspector: str | None = None
    review_id: str | None = None

    def __post_init__(self) -> None:
        if self.move in _REASONED and not self.reason.strip():
            raise InputError(f"{self.move.label}须写明理由")
        if len(self.reason) > LONGEST_REASON:
            raise InputError(f"理由不能超过 {LONGEST_REASON} 个字")


@dataclass(frozen=True, slots=True)
class Appeal:
    """An agent's objection to what counts for a contact: to the review `against`, or to the machine's claim (None).

    `steps` is the whole history, the filing first. `claim` says in codes what the machine claimed, where it is against
    that.
    """

    id: str
    contact_key: int
    against: str | None
    against_reviewer: str | None
    state: AppealState
    steps: tuple[AppealStep, ...]
    claim: str = ""

    @classmethod
    def filed(
        cls,
        id: str,
        contact_key: int,
        step: AppealStep,
        *,
        against: str | None,
        against_reviewer: str | None,
        decided_at: datetime,
        window: AppealWindow,
        claim: str = "",
    ) -> "Appeal":
        """Filed by an agent; ConflictError where the verdict, of `decided_at`, is older than the window."""
        if step.at > decided_at + window.filing:
            raise ConflictError(f"判断作出已超过 {window.filing.days} 天，不能再申诉")
        return cls(id, contact_key, against, against_reviewer, AppealState.FILED, (step,), claim)

    @property
    def agent(self) -> str:
        return self.steps[0].by

    @property
    def inspector(self) -> str | None:
        """Who is to hear it, or has heard it; None as long as nobody was named since it was filed last."""
        return self._latest("inspector")

    @property
    def review_id(self) -> str | None:
        """The review of the inspector who heard it."""
        return self._latest("review_id")

    @property
    def changed_at(self) -> datetime:
        return self.steps[-1].at

    @property
    def version(self) -> int:
        """How many steps it has made."""
        return len(self.steps)

    def due_at(self, window: AppealWindow) -> datetime | None:
        """By when the next step is owed; None where it waits for nobody."""
        return self.changed_at + window.step if self.state.waiting else None

    def overdue(self, at: datetime, window: AppealWindow) -> bool:
        """Whether the next step should have been made before a time."""
        due = self.due_at(window)
        return due is not None and due < at

    def as_of(self, at: datetime, window: AppealWindow) -> "Appeal":
        """As it stands at a time: once a team lead's time is over, it has gone on to the QA lead by itself."""
        due = self.due_at(window)
        if self.state is not AppealState.FILED or due is None or at <= due:
            return self
        reason = f"班组长 {window.step.days} 天内没有处理，自动转交"
        return self.moved(AppealStep(Move.FORWARD, PROGRAM, due, reason), window=window)

    def moved(self, step: AppealStep, *, window: AppealWindow, barred: Collection[str] = ()) -> "Appeal":
        """One step on; ConflictError where it may not follow or comes too late, InputError where a word lacks.

        `barred` gave the contested answer beside `against_reviewer`, and so neither hear it nor decide on it.
        """
        if step.move is Move.FILE or self.state not in _MOVES[step.move][0]:
            raise ConflictError(f"申诉现在“{self.state.label}”，不能{step.move.label}")
        self._check_person(step, {self.against_reviewer, *barred})
        if step.move is Move.FILE_AGAIN:
            self._check_again(step, window)
        return replace(self, state=_MOVES[step.move][1], steps=(*self.steps, step))

    def _check_person(self, step: AppealStep, barred: Collection[str | None]) -> None:
        if step.move in (Move.WITHDRAW, Move.FILE_AGAIN) and step.by != self.agent:
            raise ConflictError("只有提出申诉的座席可以撤回或再次申诉")
        if step.move is Move.ASSIGN:
            if step.inspector is None:
                raise InputError("要写明由哪位质检员复听")
            if step.inspector in barred:
                raise ConflictError("复听的质检员不能是原来复核的人，也不能是已经给过这个答案的人")
            if any(known.move is Move.HEAR and known.by == step.inspector for known in self.steps):
                raise ConflictError("这位质检员已经复听过，请指派另一位")
        if step.move in (Move.ACCEPT, Move.REJECT, Move.CLOSE) and step.by in barred:
            raise ConflictError("对自己的判断的申诉要由别的主管决定")
        if step.move is Move.ACCEPT and step.by == self.inspector:
            raise ConflictError("自己复听的申诉要由别的主管采纳")
        if step.move is Move.HEAR and (step.by != self.inspector or step.review_id is None):
            raise ConflictError("复听由指派的质检员提交一份复核来完成")

    def _check_again(self, step: AppealStep, window: AppealWindow) -> None:
        if any(known.move is Move.FILE_AGAIN for known in self.steps):
            raise ConflictError("已再次申诉过一次，结果为最终结果")
        if step.at > self.changed_at + window.again:
            raise ConflictError(f"结果作出已超过 {window.again.days} 天，不能再次申诉")

    def _latest(self, name: str) -> str | None:
        """The last value of a column of the steps since the appeal was filed last."""
        filed = max(n for n, step in enumerate(self.steps) if step.move in (Move.FILE, Move.FILE_AGAIN))
        values = [getattr(step, name) for step in self.steps[filed:]]
        return next((value for value in reversed(values) if value is not None), None)

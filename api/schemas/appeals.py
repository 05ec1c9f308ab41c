from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.base import In, Out, Word
from api.schemas.named import NamedOut, these
from voc.domain.reviewing.appeals import LONGEST_REASON, Appeal, AppealState, AppealWindow, Move

_TEXT = r"^[^\x00]*$"
Reason = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REASON, pattern=_TEXT)]


class ReasonIn(In):
    reason: Reason = Field(examples=["规定如此，我照章说明，请再听 03:12 起的一段"])


class RemarkIn(In):
    reason: str = Field(default="", max_length=LONGEST_REASON, pattern=_TEXT, description="可以不写")


class AssignIn(In):
    inspector: Word = Field(description="用户编号：没有给过所申诉的答案，也没有复听过", examples=["u-wangfang"])


class StepOut(Out):
    move: Move
    by: str = Field(description="用户编号；program 是程序：到时自动转交")
    at: datetime
    reason: str
    inspector: str | None = Field(description="指派了谁复听")
    review_id: str | None = Field(description="复听所作的复核")


class AppealOut(NamedOut):
    """An appeal with its whole history."""

    id: str
    contact_key: int
    against: str | None = Field(description="所针对的复核；null 为机器的判断")
    state: AppealState
    state_label: str = Field(examples=["待班组长处理"])
    agent: str = Field(description="提出的人的用户编号")
    inspector: str | None = Field(description="由谁复听")
    review_id: str | None = Field(description="复听所作的复核")
    due_at: datetime | None = Field(description="下一步应在此前做；null 为没有要等的")
    overdue: bool = Field(description="已过 due_at，仍可以做；班组长的过了即自动转交")
    version: int = Field(description="走过几步；也是 ETag")
    steps: list[StepOut] = Field(description="每一步，先做的在前")

    def people(self) -> frozenset[str]:
        return these(self.agent, *(who for step in self.steps for who in (step.by, step.inspector)))

    @classmethod
    def of(cls, appeal: Appeal, window: AppealWindow, at: datetime) -> "AppealOut":
        return cls(
            state_label=appeal.state.label,
            due_at=appeal.due_at(window),
            overdue=appeal.overdue(at, window),
            steps=[StepOut.model_validate(step) for step in appeal.steps],
            **{name: getattr(appeal, name) for name in _SAME},
        )


_SAME = ("id", "contact_key", "against", "state", "agent", "inspector", "review_id", "version")

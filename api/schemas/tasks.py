from datetime import datetime

from pydantic import Field

from api.schemas.named import NamedOut, these
from voc.domain.reviewing.sampling import Stratum
from voc.domain.reviewing.tasks import Purpose, Task, TaskState


class TaskOut(NamedOut):
    """One contact to be reviewed by one person."""

    id: str
    contact_key: int
    purpose: Purpose
    origin: str = Field(description="抽检计划、校准或申诉的编号")
    state: TaskState
    holder: str | None = Field(description="在谁手上，或由谁完成")
    assignee: str | None = Field(description="只能由谁领取；null 为不限")
    lease_until: datetime | None = Field(description="到这时没有动作，别人就可以领取")
    review_id: str | None
    seat: int | None = Field(description="双人复核里的第几人；只有质检主管看得到，下两项也是")
    stratum: Stratum | None
    probability: float | None = Field(description="被抽中的概率")

    def people(self) -> frozenset[str]:
        return these(self.holder, self.assignee)

    @classmethod
    def of(cls, task: Task, *, drawn: bool) -> "TaskOut":
        """`drawn`: with how it was drawn, which would tell an inspector what to expect."""
        return cls(
            seat=task.seat if drawn else None,
            stratum=task.stratum if drawn else None,
            probability=task.probability if drawn else None,
            **{name: getattr(task, name) for name in _SAME},
        )


_SAME = ("id", "contact_key", "purpose", "origin", "state", "holder", "assignee", "lease_until", "review_id")

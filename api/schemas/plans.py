from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.agreement import FigureOut
from api.schemas.base import In, Moment, Out, Word
from api.schemas.rules import Warnings
from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.sampling import Design, Quota, Stratum, Weights
from voc.domain.reviewing.tasks import TaskState
from voc.domain.taxonomy import Cause, Taxonomy
from voc.services.reviews.planning import PlanProgress, Sample, Wish

Share = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[tuple[Word, ...], Field(max_length=50)]


class CriteriaIn(In):
    """From which analysed contacts; what is left out does not restrict."""

    since: Moment | None = Field(default=None, description="从此时起（含）")
    until: Moment | None = Field(default=None, description="到此时止（不含）")
    channels: Words = ()
    queues: Words = ()
    causes: Words = Field(default=(), description="机器判断有其中一个原因或因子：代码或中文名")
    agents: Words = Field(default=(), description="座席编号")
    least_confidence: Share = 0.0
    most_confidence: Share = 1.0
    abstained: bool | None = Field(default=None, description="true 只抽待人工的，false 只抽机器有判断的")
    unreviewed: bool = Field(default=False, description="不抽人已判断过的")
    expression: str | None = Field(
        default=None, min_length=1, max_length=4000, pattern=r"^[^\x00]*$", description="规则语言的式子"
    )

    def criteria(self, taxonomy: Taxonomy) -> Criteria:
        named = self.model_dump(exclude={"causes"})
        return Criteria(codes=tuple(taxonomy.find(word) for word in self.causes), **named)


class QuotaIn(In):
    inspector: Word = Field(description="用户编号", examples=["u-wangfang"])
    tasks: int = Field(ge=1, le=100_000)


class PlanIn(In):
    name: Word = Field(examples=["十一月第一周"])
    criteria: CriteriaIn = CriteriaIn()
    size: int = Field(ge=1, le=5000, description="复核多少次接触", examples=[100])
    random_share: float = Field(default=0.2, gt=0, le=1, description="随机部分的比例")
    double_share: Share = Field(default=0.1, description="由两人互不知道地复核的比例")
    seed: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$", description="同样的接触与种子，抽中的相同")
    quotas: list[QuotaIn] = Field(default=[], max_length=500, description="给了配额就只有这些人可以领取")

    def wish(self, taxonomy: Taxonomy) -> Wish:
        return Wish(
            self.name,
            self.criteria.criteria(taxonomy),
            Design(self.size, self.random_share, self.double_share, self.seed),
            tuple(Quota(one.inspector, one.tasks) for one in self.quotas),
        )


class DrawnOut(Out):
    key: int = Field(description="接触的键")
    stratum: Stratum = Field(description="random 随机，valued 按价值")
    probability: float = Field(description="被抽中的概率")
    worth: float = Field(description="复核的预期价值")
    doubled: bool


class PreviewOut(Out):
    """What a plan would draw, in the order of the queue."""

    population: int = Field(description="从多少次接触里抽")
    drawn: list[DrawnOut]
    warnings: Warnings = ()

    @classmethod
    def of(cls, sample: Sample, warnings: tuple[str, ...]) -> "PreviewOut":
        return cls.model_validate(sample).model_copy(update={"warnings": warnings})


class CriteriaOut(Out):
    since: datetime | None
    until: datetime | None
    channels: tuple[str, ...]
    queues: tuple[str, ...]
    codes: tuple[str, ...]
    agents: tuple[str, ...]
    least_confidence: float
    most_confidence: float
    abstained: bool | None
    unreviewed: bool
    expression: str | None


class DesignOut(Out):
    size: int
    random_share: float
    double_share: float
    seed: str
    weights: Weights = Field(description="预期价值里各项的权重")


class QuotaOut(Out):
    inspector: str
    tasks: int


class PlanOut(Out):
    """A plan as it is recorded."""

    id: str
    name: str
    created_by: str = Field(description="用户编号")
    created_at: datetime
    criteria: CriteriaOut
    design: DesignOut
    quotas: list[QuotaOut]
    population: int = Field(description="从多少次接触里抽")

    @classmethod
    def of(cls, plan: SamplingPlan) -> "PlanOut":
        return cls.model_validate(plan)


class WholePlanOut(Out):
    """A plan, how far it is, and what its reviewed contacts say about all; the tasks are at /tasks?plan_id=…"""

    plan: PlanOut
    tasks: dict[TaskState, int] = Field(description="各状态的任务数")
    complete: bool = Field(description="抽中的都有了结果；在那之前只用随机部分估计")
    dissatisfied: FigureOut = Field(description="估计的不满比例")
    causes: dict[Cause, FigureOut] = Field(description="估计的各原因的比例")
    version: int = Field(description="结束时作 If-Match；也是 ETag")

    @classmethod
    def of(cls, progress: PlanProgress) -> "WholePlanOut":
        return cls.model_validate(progress)


class WithdrawnOut(Out):
    withdrawn: int = Field(description="撤回了几个任务")

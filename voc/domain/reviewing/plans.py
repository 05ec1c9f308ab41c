"""Sampling plans (抽检计划): from which contacts, how, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from voc.domain.reviewing.sampling import Design, Quota
from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which contacts a plan draws from: all that were analysed, unless restricted.

    `since` up to but without `until`; `codes` are causes and factors that the machine claims, one of which is enough;
    `expression` is a condition of the rule language. With `unreviewed` contacts that a person decided are out.
    """

    since: datetime | None = None
    until: datetime | None = None
    channels: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    least_confidence: float = 0.0
    most_confidence: float = 1.0
    abstained: bool | None = None
    unreviewed: bool = False
    expression: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.least_confidence <= self.most_confidence <= 1:
            raise InputError("把握的上下限应在 0 与 1 之间，且下限不高于上限")


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """One drawing, as it is recorded for audit; `population` counts the contacts it drew from."""

    id: str
    name: str
    created_by: str
    created_at: datetime
    criteria: Criteria
    design: Design
    quotas: tuple[Quota, ...]
    population: int

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("抽检计划要有名称")
        if len({quota.inspector for quota in self.quotas}) < len(self.quotas):
            raise InputError("一位质检员只能有一个配额")

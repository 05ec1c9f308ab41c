from datetime import datetime

from pydantic import Field

from api.schemas.base import Out
from voc.domain.difference import Aspect, CodeChange, DifferenceSummary
from voc.domain.job import Job
from voc.domain.job_work import DifferenceResult
from voc.domain.paired import PairedAgreement
from voc.domain.reviewing.comparing import Disputed

Interval = tuple[float, float]


class AspectOut(Out):
    aspect: Aspect
    changed_count: int


class CodeOut(Out):
    code: str = Field(description="原因或因子")
    gained_count: int
    lost_count: int


class AgreementOut(Out):
    """How often the judgements before and after agree with people, in one question."""

    question: Disputed
    judged_count: int = Field(description="人判断过的接触")
    both_count: int = Field(description="前后都与人一致")
    before_count: int = Field(description="只有从前的与人一致")
    after_count: int = Field(description="只有这个模型与人一致")
    neither_count: int
    before_interval: Interval = Field(description="从前的一致率的 95% 区间（Wilson）")
    after_interval: Interval
    gap: float = Field(description="一致率高了多少")
    gap_interval: Interval = Field(description="它的 95% 区间（成对，Agresti–Min）")


class ReportOut(Out):
    job_id: str
    ended_at: datetime | None
    version: str = Field(description="用来比较的版本：程序、模型、规则、词典、分类表")
    compared_count: int
    changed_count: int
    aspects: list[AspectOut]
    codes: list[CodeOut]
    agreement: list[AgreementOut]

    @classmethod
    def of(cls, job: Job) -> "ReportOut":
        result = job.result
        assert isinstance(result, DifferenceResult)
        found = result.difference
        return cls(
            job_id=job.id,
            ended_at=job.ended_at,
            version=result.version,
            compared_count=found.compared_count,
            changed_count=found.changed_count,
            aspects=_aspects(found),
            codes=list(map(_code, found.codes)),
            agreement=list(map(_agreement, result.agreement)),
        )


def _aspects(found: DifferenceSummary) -> list[AspectOut]:
    return [AspectOut(aspect=aspect, changed_count=count) for aspect, count in found.aspects]


def _code(change: CodeChange) -> CodeOut:
    return CodeOut.model_validate(change)


def _agreement(one: PairedAgreement) -> AgreementOut:
    return AgreementOut.model_validate(one)

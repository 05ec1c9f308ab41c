from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas.base import In, Out
from voc.domain.model_history import Gate
from voc.services.registry import Listed


class ModelOut(Out):
    id: str
    shipped: bool
    in_use: bool
    added_at: datetime | None
    refused: str | None = Field(description="不能用的理由")
    measures: dict[str, Any] = Field(description="训练时测得的数字，未测的为空")

    @classmethod
    def of(cls, model: Listed) -> "ModelOut":
        named = ("id", "shipped", "in_use", "added_at", "refused")
        return cls(measures=dict(model.measures), **{name: getattr(model, name) for name in named})


class WholeModelOut(Out):
    model: ModelOut
    card: str = Field(description="模型卡（Markdown）")
    trained_on: dict[str, str]
    history: list[dict[str, Any]]


class DifferenceOut(Out):
    measure: str
    candidate: float
    current: float
    tolerance: float = Field(description="容许差")


class GateOut(Out):
    """What a promotion was decided on."""

    records: int = Field(description="比较了多少条：两个模型训练时都没有见过的")
    texts: int | None = Field(description="其中有多少种不同的文字")
    seen_by_candidate: int | None = Field(description="候选模型训练时见过的条数，不计；未知为空，那样不能比较")
    seen_by_current: int | None = Field(description="现用的模型训练时见过的条数，不计；未知为空，那样比较未必公平")
    tolerance: float | None = Field(description="要求的各项一律的容许差")
    passed: bool
    incomparable: str | None
    differences: list[DifferenceOut]
    difference: str = Field(description="哪些接触的判断会变：差异报告的地址，先 POST 排队")

    @classmethod
    def of(cls, gate: Gate, *, difference: str) -> "GateOut":
        return cls(
            difference=difference,
            records=gate.records,
            texts=gate.texts,
            seen_by_candidate=gate.seen_by_candidate,
            seen_by_current=gate.seen_by_current,
            tolerance=gate.tolerance,
            passed=gate.passed,
            incomparable=gate.incomparable,
            differences=[
                DifferenceOut(
                    measure=d.measure.label, candidate=d.candidate, current=d.current, tolerance=gate.allowed(d)
                )
                for d in gate.differences
            ],
        )


class RollbackIn(In):
    reason: str = Field(default="", max_length=500)

from pydantic import Field

from api.schemas.base import Out
from api.schemas.named import NamedOut, these
from voc.domain.agreement.report import AgreementReport, CodeAgreement, WeekAgreement
from voc.domain.agreement.rules import RulePrecision


class FigureOut(Out):
    """A measured value, what it rests on, and its 95 % interval."""

    value: float | None = Field(examples=[0.71])
    n: int = Field(description="几次接触或比较")
    interval: tuple[float, float] | None = Field(description="95% 区间", examples=[[0.52, 0.86]])


class CodeOut(Out):
    code: str = Field(
        description="verdict 整条判断、dissatisfied 是否不满、primary 主要原因，或原因与因子的代码",
        examples=["verdict"],
    )
    raw: FigureOut = Field(description="一致率")
    alpha: FigureOut = Field(description="Krippendorff α")


class PairOut(Out):
    first: str = Field(description="用户编号")
    second: str
    code: str
    raw: FigureOut
    kappa: FigureOut = Field(description="Cohen κ")


class InspectorOut(Out):
    inspector: str = Field(description="用户编号")
    raw: FigureOut
    kappa: FigureOut


class WeekOut(Out):
    week: str = Field(examples=["2026-W46"])
    raw: FigureOut
    alpha: FigureOut

    @classmethod
    def of(cls, row: WeekAgreement) -> "WeekOut":
        raw, alpha = (FigureOut.model_validate(figure) for figure in (row.raw, row.alpha))
        return cls(week=str(row.week), raw=raw, alpha=alpha)


class AgreementOut(NamedOut):
    """Agreement on what several people answered without knowing of each other; intervals by the bootstrap."""

    contacts: int
    questions: list[CodeOut]
    pairs: list[PairOut] = Field(description="只看得到自己的人为空")
    inspectors: list[InspectorOut]
    weeks: list[WeekOut]
    spans: FigureOut = Field(description="两人都找到的原因，所标证据的重合（F1），不进入上面各项")

    def people(self) -> frozenset[str]:
        return these(
            *(row.inspector for row in self.inspectors), *(who for row in self.pairs for who in (row.first, row.second))
        )

    @classmethod
    def of(cls, report: AgreementReport) -> "AgreementOut":
        return cls(
            contacts=report.contacts,
            questions=list(map(_question, report.codes)),
            pairs=[PairOut.model_validate(row) for row in report.pairs],
            inspectors=[InspectorOut.model_validate(row) for row in report.inspectors],
            weeks=list(map(WeekOut.of, report.weeks)),
            spans=FigureOut.model_validate(report.spans),
        )


def _question(row: CodeAgreement) -> CodeOut:
    return CodeOut.model_validate(row)


class WrongInstanceOut(Out):
    contact_key: int
    contact_id: str
    utterance: int
    text: str = Field(description="个人信息已遮盖")


class RulePrecisionOut(Out):
    rule_id: str
    precision: float
    interval: tuple[float, float] = Field(description="95% 区间（Wilson）")
    judged: int = Field(description="有人判断的接触")
    right: int
    wrong: list[WrongInstanceOut] = Field(description="错例")

    @classmethod
    def of(cls, row: RulePrecision, *, most: int) -> "RulePrecisionOut":
        named = ("rule_id", "precision", "interval", "judged", "right")
        wrong = [WrongInstanceOut.model_validate(one) for one in row.wrong[:most]]
        return cls(wrong=wrong, **{name: getattr(row, name) for name in named})

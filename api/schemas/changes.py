"""The single verdicts of a review as they are asked for, each a step of `voc.domain.reviewing.changes`."""

from typing import Annotated, Literal

from fastapi.openapi.models import Example
from pydantic import Field

from api.schemas.base import In, Word
from voc.domain.attribution import COMMENT, Evidence, Kind
from voc.domain.business_object import BusinessObjectTable
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.review import Finding
from voc.domain.reviewing.changes import (
    Change,
    DropFinding,
    DropMoment,
    FindingKey,
    PutFinding,
    PutMoment,
    TellComment,
    TellDissatisfied,
    TellPrimary,
    TellResolved,
)
from voc.domain.reviewing.marking import Texts
from voc.domain.taxonomy import Cause, Taxonomy
from voc.errors import InputError

MOST = 2**31 - 1


class EvidenceIn(In):
    """Words to be marked; what they say is read from the contact."""

    utterance: int = Field(ge=COMMENT, le=MOST, description="第几句，从 0 起；调查评论为 -1", examples=[1])
    start: int = Field(ge=0, le=MOST, description="从第几个字（码点）起，含", examples=[0])
    end: int = Field(ge=1, le=MOST, description="到第几个字止，不含", examples=[2])
    survey_id: Word | None = Field(default=None, description="哪份调查的评论；随会话一起来的为 null")

    def marked(self, texts: Texts) -> Evidence:
        return texts.mark(self.utterance, self.start, self.end, survey_id=self.survey_id)


class ClaimIn(In):
    """A cause with its factor, of the taxonomy."""

    cause: Cause
    factor: Word | None = Field(default=None, examples=["rule.fee"])

    def checked(self, taxonomy: Taxonomy) -> None:
        """TaxonomyError for a factor that there is not, InputError for one of another cause."""
        if self.factor is not None and taxonomy.factor(self.factor).cause is not self.cause:
            raise InputError("因子属于另一个原因")


class FindingIn(ClaimIn):
    kind: Kind = Kind.PAIN
    business_object: Word | None = Field(default=None, examples=["转账"])
    evidence: list[EvidenceIn] = Field(default=[], max_length=20)


class MomentIn(In):
    kind: MomentKind
    utterance: int = Field(ge=0, le=MOST)
    phase: Phase
    valence: float = Field(ge=-1, le=1, allow_inf_nan=False)
    turned_by: TurnedBy | None = None


class TellDissatisfiedIn(In):
    """客户是否不满；说没有，已找到的原因就都去掉。"""

    step: Literal["tell_dissatisfied"]
    dissatisfied: bool

    def change(self) -> Change:
        return TellDissatisfied(self.dissatisfied)


class PutFindingIn(In):
    """一项原因与证据；原因、因子、业务对象都相同的就是改它。"""

    step: Literal["put_finding"]
    finding: FindingIn

    def change(self, texts: Texts, taxonomy: Taxonomy, objects: BusinessObjectTable) -> Change:
        asked = self.finding
        asked.checked(taxonomy)
        if asked.business_object is not None and asked.business_object not in objects.by_name:
            raise InputError("业务对象不在表里")
        evidence = tuple(one.marked(texts) for one in asked.evidence)
        return PutFinding(Finding(asked.cause, asked.factor, asked.kind, asked.business_object, evidence))


class DropFindingIn(ClaimIn):
    """删去一项原因。"""

    step: Literal["drop_finding"]
    business_object: Word | None = None

    def change(self) -> Change:
        return DropFinding(FindingKey(self.cause, self.factor, self.business_object))


class TellPrimaryIn(In):
    """主要原因。"""

    step: Literal["tell_primary"]
    cause: Cause

    def change(self) -> Change:
        return TellPrimary(self.cause)


class PutMomentIn(In):
    """最差点、最好点或结尾；每种一个。"""

    step: Literal["put_moment"]
    moment: MomentIn

    def change(self) -> Change:
        asked = self.moment
        return PutMoment(Moment(asked.kind, asked.utterance, asked.phase, asked.valence, asked.turned_by))


class DropMomentIn(In):
    """没有这个时刻。"""

    step: Literal["drop_moment"]
    kind: MomentKind

    def change(self) -> Change:
        return DropMoment(self.kind)


class TellResolvedIn(In):
    """要办的事是否办成；null 为看不出。"""

    step: Literal["tell_resolved"]
    resolved: bool | None

    def change(self) -> Change:
        return TellResolved(self.resolved)


class TellCommentIn(In):
    """备注，给同事看。"""

    step: Literal["tell_comment"]
    comment: str = Field(max_length=4000, pattern=r"^[^\x00]*$")

    def change(self) -> Change:
        return TellComment(self.comment)


class CiteIn(ClaimIn):
    """机器的一项判断对不对：对的收进答案，错的去掉。"""

    step: Literal["cite"]
    right: bool


Plain = TellDissatisfiedIn | DropFindingIn | TellPrimaryIn | PutMomentIn | DropMomentIn | TellResolvedIn | TellCommentIn
ChangeIn = Annotated[Plain | PutFindingIn | CiteIn, Field(discriminator="step")]
EXAMPLES: dict[str, Example] = {
    "是否不满": {"value": {"step": "tell_dissatisfied", "dissatisfied": True}},
    "机器判断得对": {"value": {"step": "cite", "cause": "product", "factor": "product.speed", "right": True}},
    "原因与证据": {
        "value": {
            "step": "put_finding",
            "finding": {
                "cause": "rule",
                "factor": "rule.fee",
                "business_object": "转账",
                "evidence": [{"utterance": 1, "start": 0, "end": 2}],
            },
        }
    },
    "主要原因": {"value": {"step": "tell_primary", "cause": "rule"}},
    "最差点": {
        "value": {
            "step": "put_moment",
            "moment": {"kind": "peak", "utterance": 1, "phase": "answering", "valence": -0.6, "turned_by": "fault"},
        }
    },
}

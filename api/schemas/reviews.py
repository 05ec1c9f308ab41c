from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas.base import Out
from api.schemas.named import NamedOut, these
from voc.domain.attribution import Kind
from voc.domain.moments import MomentKind, Phase, TurnedBy
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import Cite, PutFinding
from voc.domain.reviewing.history import ReviewEvent, Step
from voc.domain.reviewing.tasks import Purpose
from voc.domain.taxonomy import Cause
from voc.storage.review_mapping import step_json
from voc.storage.reviews import StoredReview


class EvidenceOut(Out):
    utterance: int = Field(description="第几句，从 0 起；调查评论为 -1")
    start: int
    end: int
    text: str = Field(description="个人信息已遮盖")
    survey_id: str | None = Field(description="哪份调查的评论；随会话一起来的为 null")


class FindingOut(Out):
    cause: Cause
    factor: str | None
    kind: Kind
    business_object: str | None
    evidence: list[EvidenceOut]


class MomentOut(Out):
    kind: MomentKind
    utterance: int
    phase: Phase
    valence: float
    turned_by: TurnedBy | None


class CitationOut(Out):
    cause: Cause
    factor: str | None
    right: bool


class AnswerOut(Out):
    dissatisfied: bool | None = Field(description="null 为还没有判断")
    findings: list[FindingOut]
    primary: Cause | None
    moments: list[MomentOut]
    resolved: bool | None = Field(description="null 为看不出")
    citations: list[CitationOut] = Field(description="对机器判断的对错")
    comment: str


class ReviewOut(NamedOut):
    id: str
    contact_key: int
    contact_id: str
    reviewer: str = Field(description="用户编号")
    purpose: Purpose
    task_id: str | None
    status: ReviewStatus = Field(description="stale：原文变了，所标的字不在原处，要重新打开再看")
    revision: int = Field(description="所看的是接触的第几次修订")
    version: int = Field(description="走过几步；也是 ETag")
    counts: bool = Field(description="这次接触是否以它计数")
    begun_at: datetime
    changed_at: datetime
    answer: AnswerOut

    def people(self) -> frozenset[str]:
        return these(self.reviewer)

    @classmethod
    def of(cls, review: StoredReview) -> "ReviewOut":
        return cls(
            revision=review.state.revision,
            answer=AnswerOut.model_validate(review.answer),
            **{name: getattr(review, name) for name in _SAME},
        )


_SAME = (
    *("id", "contact_key", "contact_id", "reviewer", "purpose", "task_id", "status", "version", "counts"),
    *("begun_at", "changed_at"),
)


class EventOut(Out):
    """One step of a history; `step` names it as it was asked for, with what it changed."""

    number: int
    by: str = Field(description="用户编号；program 是程序")
    at: datetime
    step: dict[str, Any] = Field(examples=[{"step": "tell_dissatisfied", "dissatisfied": True}])

    @classmethod
    def of(cls, event: ReviewEvent) -> "EventOut":
        return cls(number=event.number, by=event.by, at=event.at, step=_step(event.step))


def _step(step: Step) -> dict[str, Any]:
    told = step_json(step)
    if isinstance(step, PutFinding | Cite) and step.finding is not None:
        told["finding"] = FindingOut.model_validate(step.finding).model_dump(mode="json")
    return told

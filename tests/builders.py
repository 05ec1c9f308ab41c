"""Values for tests: each has a plain default, and takes what a test is about."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from voc.domain.attribution import (
    Analysis,
    AnalysisVersion,
    Attribution,
    Basis,
    Evidence,
    Kind,
)
from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.painpoint import Counted
from voc.domain.review import Finding, Source, Verdict
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause, cause_of

NOW = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)
VERSION = AnalysisVersion("1", "m1", "r1", "d1", "t1")


def utterance(text: str = "转账转不出去", speaker: Speaker = Speaker.CUSTOMER, **columns: Any) -> Utterance:
    return Utterance(speaker, text, **columns)


def conversation(*utterances: Utterance, id: str = "C-1", **columns: Any) -> Conversation:
    spoken = utterances or (utterance("您好", Speaker.AGENT), utterance())
    return Conversation(id, spoken, **columns)


def survey(id: str = "S-1", **columns: Any) -> SurveyResponse:
    return SurveyResponse(id, **columns)


def evidence(text: str = "转不出去", utterance: int = 1, start: int = 2, survey_id: str | None = None) -> Evidence:
    return Evidence(utterance, start, start + len(text), text, survey_id)


def attribution(factor: str | None = "product.stability", *, cause: Cause | None = None, **columns: Any) -> Attribution:
    known = cause_of(factor) if factor is not None else cause or Cause.PRODUCT
    plain: dict[str, Any] = {
        "confidence": 0.9,
        "factor_confidence": None if factor is None else 0.8,
        "basis": Basis.STATED,
        "kind": Kind.PAIN,
        "business_object": "转账",
        "evidence": (evidence(),),
        "sources": ("model:causes",),
    }
    return Attribution(known, factor, **(plain | columns))


def analysis(contact_id: str = "C-1", *attributions: Attribution, **columns: Any) -> Analysis:
    """Dissatisfied as it has attributions unless told; sure of what it found."""
    found = {a.cause for a in attributions}
    plain: dict[str, Any] = {
        "dissatisfied": bool(attributions),
        "dissatisfaction": 0.9 if attributions else 0.1,
        "causes": {cause: 0.9 if cause in found else 0.1 for cause in Cause},
        "primary": attributions[0].cause if attributions else None,
        "confidence": 0.8,
        "abstain_reason": None,
        "valences": (),
        "phases": (),
        "moments": (),
        "peak_end": None,
        "resolved": None,
        "repeat_contact": False,
        "version": VERSION,
    }
    return Analysis(contact_id=contact_id, attributions=attributions, **(plain | columns))


def finding(
    factor: str | None = "product.stability",
    *,
    cause: Cause | None = None,
    kind: Kind = Kind.PAIN,
    about: str | None = "转账",
    texts: Iterable[str] = ("转不出去",),
) -> Finding:
    known = cause_of(factor) if factor is not None else cause or Cause.PRODUCT
    return Finding(known, factor, kind, about, tuple(evidence(text) for text in texts))


def counted(
    contact_id: str = "C-1",
    *findings: Finding,
    occurred_at: datetime | None = NOW,
    source: Source = Source.MACHINE,
    dissatisfied: bool | None = None,
    pending: bool = False,
    queue: str | None = "电子银行",
    **columns: Any,
) -> Counted:
    """Dissatisfied as it has findings unless told."""
    known = bool(findings) if dissatisfied is None else dissatisfied
    verdict = Verdict(source, known, findings, findings[0].cause if findings else None, pending)
    return Counted(contact_id, occurred_at, queue, "phone", verdict, **columns)

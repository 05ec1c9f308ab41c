"""Reviews and moments for the tests of the workflow."""

from datetime import datetime, timedelta

from tests.builders import NOW
from voc.domain.moments import Moment, MomentKind, Phase
from voc.domain.review import Citation, Finding, Review
from voc.domain.taxonomy import Cause

LATER = NOW + timedelta(hours=1)


def moment(kind: MomentKind = MomentKind.PEAK, utterance: int = 1) -> Moment:
    return Moment(kind, utterance, Phase.ANSWERING, -0.5)


def review(
    *findings: Finding,
    reviewer: str = "王检",
    dissatisfied: bool | None = None,
    at: datetime = NOW,
    citations: tuple[Citation, ...] = (),
    primary: Cause | None = None,
) -> Review:
    """Dissatisfied as it has findings unless told; the first cause is the primary one unless told."""
    known = bool(findings) if dissatisfied is None else dissatisfied
    first = primary or (findings[0].cause if findings else None)
    return Review("C-1", 1, reviewer, at, known, findings, first, citations=citations)

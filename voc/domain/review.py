"""What a person decided about one revision of one contact. It stands beside the machine's claim, never in its place."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from voc.domain.attribution import Analysis, Evidence, Kind
from voc.domain.moments import Moment
from voc.domain.taxonomy import Cause, cause_of
from voc.errors import ConflictError


class ReviewStatus(StrEnum):
    """`stale`: the text changed afterwards and the marked words no longer stand."""

    DRAFT = "draft"
    FINAL = "final"
    STALE = "stale"


_MAY_FOLLOW = {
    ReviewStatus.DRAFT: {ReviewStatus.FINAL},
    ReviewStatus.FINAL: {ReviewStatus.DRAFT, ReviewStatus.STALE},
    ReviewStatus.STALE: {ReviewStatus.DRAFT},
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause a person found, with one factor and the words that prove it."""

    cause: Cause
    factor: str | None
    kind: Kind
    business_object: str | None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if self.factor is not None and cause_of(self.factor) is not self.cause:
            raise ValueError("the factor belongs to another cause")


@dataclass(frozen=True, slots=True)
class Citation:
    """A machine's claim (by cause and factor) called right or wrong."""

    cause: Cause
    factor: str | None
    right: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A person's whole answer; `revision` counts the contents of the contact from 1."""

    contact_id: str
    revision: int
    reviewer: str
    decided_at: datetime
    dissatisfied: bool
    findings: tuple[Finding, ...] = ()
    primary: Cause | None = None
    moments: tuple[Moment, ...] = ()
    resolved: bool | None = None
    citations: tuple[Citation, ...] = ()
    comment: str = ""
    status: ReviewStatus = ReviewStatus.FINAL

    def __post_init__(self) -> None:
        causes = {finding.cause for finding in self.findings}
        if not self.dissatisfied and causes:
            raise ValueError("a content customer has no causes")
        if (self.primary is None) is bool(causes) or (self.primary is not None and self.primary not in causes):
            raise ValueError("the primary cause is one of those found")

    @property
    def verdict(self) -> "Verdict":
        """What the person decided."""
        return Verdict(Source.PERSON, self.dissatisfied, self.findings, self.primary, False)

    def moved(self, to: ReviewStatus, *, at: datetime) -> "Review":
        """The review in another state; ConflictError when the state may not follow."""
        if to not in _MAY_FOLLOW[self.status]:
            raise ConflictError(f"复核不能从 {self.status} 变为 {to}")
        return replace(self, status=to, decided_at=at)


class Source(StrEnum):
    """Whose word a count goes by."""

    MACHINE = "machine"
    PERSON = "person"

    @property
    def label(self) -> str:
        return {"machine": "机器判断", "person": "人工复核"}[self.value]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What counts for a contact, and whose word it is: the person's where there is one, else the machine's claim.

    `pending`: nobody has decided and the machine will not; its findings must not be counted. `unspecified`:
    dissatisfied without a cause.
    """

    source: Source
    dissatisfied: bool
    findings: tuple[Finding, ...]
    primary: Cause | None
    pending: bool

    @property
    def unspecified(self) -> bool:
        return self.dissatisfied and not self.findings

    @property
    def causes(self) -> tuple[Cause, ...]:
        found = {finding.cause for finding in self.findings}
        return tuple(cause for cause in Cause if cause in found)


def verdict_of(analysis: Analysis, review: Review | None) -> Verdict:
    """The verdict that counts; a draft or stale review does not."""
    if review is not None and review.status is ReviewStatus.FINAL:
        return review.verdict
    findings = tuple(Finding(a.cause, a.factor, a.kind, a.business_object, a.evidence) for a in analysis.attributions)
    return Verdict(Source.MACHINE, analysis.dissatisfied, findings, analysis.primary, analysis.abstained)

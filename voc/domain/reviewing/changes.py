"""A person's answer while it is being given, and the single verdicts it is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from voc.domain.moments import Moment, MomentKind
from voc.domain.review import Citation, Finding, Review, ReviewStatus
from voc.domain.taxonomy import Cause
from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class FindingKey:
    """What makes two findings of one answer the same."""

    cause: Cause
    factor: str | None
    business_object: str | None

    @classmethod
    def of(cls, finding: Finding) -> "FindingKey":
        return cls(finding.cause, finding.factor, finding.business_object)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered so far; `dissatisfied` is None until it is told."""

    dissatisfied: bool | None = None
    findings: tuple[Finding, ...] = ()
    primary: Cause | None = None
    moments: tuple[Moment, ...] = ()
    resolved: bool | None = None
    citations: tuple[Citation, ...] = ()
    comment: str = ""

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes found, in the order of the taxonomy."""
        found = {finding.cause for finding in self.findings}
        return tuple(cause for cause in Cause if cause in found)

    @property
    def marked(self) -> bool:
        """Whether words or utterances of the contact are marked."""
        return bool(self.moments) or any(finding.evidence for finding in self.findings)

    def with_findings(self, findings: Iterable[Finding]) -> "Answer":
        """Other findings; the primary cause goes where it is no longer found, and is the only cause where one is."""
        changed = replace(self, findings=tuple(findings))
        causes = changed.causes
        primary = causes[0] if len(causes) == 1 else self.primary if self.primary in causes else None
        return replace(changed, primary=primary, dissatisfied=True if causes else self.dissatisfied)

    def review(
        self, *, contact_id: str, revision: int, reviewer: str, at: datetime, status: ReviewStatus = ReviewStatus.FINAL
    ) -> Review:
        """The whole answer; InputError says what is still missing."""
        if self.dissatisfied is None:
            raise InputError("还没有判断客户是否不满")
        if len(self.causes) > 1 and self.primary is None:
            raise InputError("有几个原因时要指明主要原因")
        return Review(
            contact_id=contact_id,
            revision=revision,
            reviewer=reviewer,
            decided_at=at,
            dissatisfied=self.dissatisfied,
            findings=self.findings,
            primary=self.primary,
            moments=self.moments,
            resolved=self.resolved,
            citations=self.citations,
            comment=self.comment,
            status=status,
        )


@dataclass(frozen=True, slots=True)
class TellDissatisfied:
    """Whether the customer is dissatisfied; a content one has no causes, so those found so far go."""

    dissatisfied: bool

    def applied(self, answer: Answer) -> Answer:
        told = replace(answer, dissatisfied=self.dissatisfied)
        return told if self.dissatisfied else told.with_findings(())


@dataclass(frozen=True, slots=True)
class PutFinding:
    """A cause with its factor and evidence; takes the place of the same one found before."""

    finding: Finding

    def applied(self, answer: Answer) -> Answer:
        key = FindingKey.of(self.finding)
        if all(FindingKey.of(found) != key for found in answer.findings):
            return answer.with_findings((*answer.findings, self.finding))
        return answer.with_findings(self.finding if FindingKey.of(f) == key else f for f in answer.findings)


@dataclass(frozen=True, slots=True)
class DropFinding:
    """A cause that was found by mistake; InputError where it was not found."""

    key: FindingKey

    def applied(self, answer: Answer) -> Answer:
        kept = tuple(found for found in answer.findings if FindingKey.of(found) != self.key)
        if len(kept) == len(answer.findings):
            raise InputError("答案里没有这一项归因，不能删去")
        return answer.with_findings(kept)


@dataclass(frozen=True, slots=True)
class TellPrimary:
    """Which of the causes found is the primary one."""

    cause: Cause

    def applied(self, answer: Answer) -> Answer:
        if self.cause not in answer.causes:
            raise InputError("主要原因须是已找到的原因之一")
        return replace(answer, primary=self.cause)


@dataclass(frozen=True, slots=True)
class PutMoment:
    """The worst or best point or the end; takes the place of the one of its kind."""

    moment: Moment

    def applied(self, answer: Answer) -> Answer:
        others = [moment for moment in answer.moments if moment.kind is not self.moment.kind]
        order = list(MomentKind)
        return replace(
            answer, moments=tuple(sorted([*others, self.moment], key=lambda moment: order.index(moment.kind)))
        )


@dataclass(frozen=True, slots=True)
class DropMoment:
    """There is no such point; InputError where none was marked."""

    kind: MomentKind

    def applied(self, answer: Answer) -> Answer:
        kept = tuple(moment for moment in answer.moments if moment.kind is not self.kind)
        if len(kept) == len(answer.moments):
            raise InputError("没有标过这个时刻，不能删去")
        return replace(answer, moments=kept)


@dataclass(frozen=True, slots=True)
class TellResolved:
    """Whether what the customer came for was done; None where it cannot be told."""

    resolved: bool | None

    def applied(self, answer: Answer) -> Answer:
        return replace(answer, resolved=self.resolved)


@dataclass(frozen=True, slots=True)
class Cite:
    """A machine's claim called right, which makes it a finding of this answer, or wrong, which takes it out.

    `finding` is the claim as a finding, None where it is called wrong.
    """

    citation: Citation
    finding: Finding | None = None

    def __post_init__(self) -> None:
        if self.citation.right is (self.finding is None):
            raise ValueError("a claim called right, and no other, comes with its finding")

    def applied(self, answer: Answer) -> Answer:
        claim = self.citation.cause, self.citation.factor
        others = [cited for cited in answer.citations if (cited.cause, cited.factor) != claim]
        cited = replace(answer, citations=(*others, self.citation))
        if self.finding is not None:
            return PutFinding(self.finding).applied(cited)
        return cited.with_findings(found for found in cited.findings if (found.cause, found.factor) != claim)


@dataclass(frozen=True, slots=True)
class TellComment:
    """A remark for colleagues; never shown to the customer."""

    comment: str

    def applied(self, answer: Answer) -> Answer:
        return replace(answer, comment=self.comment)


Change = (
    TellDissatisfied
    | PutFinding
    | DropFinding
    | TellPrimary
    | PutMoment
    | DropMoment
    | TellResolved
    | Cite
    | TellComment
)


def changes_to(answer: Answer) -> tuple[Change, ...]:
    """Single verdicts that lead from nothing to an answer: how one person takes over what another one gave.

    >>> changes_to(Answer(dissatisfied=False, comment="好"))
    (TellDissatisfied(dissatisfied=False), TellComment(comment='好'))
    """
    changes: list[Change] = []
    if answer.dissatisfied is not None:
        changes.append(TellDissatisfied(answer.dissatisfied))
    changes += map(PutFinding, answer.findings)
    if answer.primary is not None and len(answer.causes) > 1:
        changes.append(TellPrimary(answer.primary))
    changes += map(PutMoment, answer.moments)
    if answer.resolved is not None:
        changes.append(TellResolved(answer.resolved))
    if answer.comment:
        changes.append(TellComment(answer.comment))
    return tuple(changes)

"""Two answers about the same contact: where they part, and what a lead decides between them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from voc.domain.review import Review, Verdict
from voc.errors import ConflictError


class Disputed(StrEnum):
    """What two inspectors answer differently."""

    DISSATISFIED = "dissatisfied"
    CAUSES = "causes"
    PRIMARY = "primary"
    FACTORS = "factors"

    @property
    def label(self) -> str:
        return {"dissatisfied": "是否不满", "causes": "原因", "primary": "主要原因", "factors": "因子"}[self.value]


def disputes(first: Review | Verdict, second: Review | Verdict) -> tuple[Disputed, ...]:
    """Where two answers part; evidence, moments and remarks are no dispute."""
    parts = {
        Disputed.DISSATISFIED: first.dissatisfied is not second.dissatisfied,
        Disputed.CAUSES: causes_of(first) != causes_of(second),
        Disputed.PRIMARY: first.primary is not second.primary,
        Disputed.FACTORS: factors_of(first) != factors_of(second),
    }
    return tuple(part for part, differs in parts.items() if differs)


def code_of(answer: Review | Verdict) -> str:
    """What an answer says, in codes: the same for two answers exactly where they part nowhere.

    >>> from voc.domain.review import Source
    >>> code_of(Verdict(Source.MACHINE, True, (), None, pending=False))
    'dissatisfied/-/'
    """
    told = "dissatisfied" if answer.dissatisfied else "content"
    return f"{told}/{answer.primary or '-'}/{','.join(sorted(causes_of(answer) | factors_of(answer)))}"


def causes_of(review: Review | Verdict) -> frozenset[str]:
    return frozenset(str(finding.cause) for finding in review.findings)


def factors_of(review: Review | Verdict) -> frozenset[str]:
    """The factors found, by their codes; findings without one are left out."""
    return frozenset(finding.factor for finding in review.findings if finding.factor is not None)


@dataclass(frozen=True, slots=True)
class Adjudication:
    """What a lead decides between two reviews of one contact; `review_id` is the lead's own review, once decided."""

    id: str
    contact_key: int
    first_review: str
    second_review: str
    disputed: tuple[Disputed, ...]
    opened_at: datetime
    reviewers: tuple[str, str]
    lead: str | None = None
    review_id: str | None = None
    decided_at: datetime | None = None
    reason: str = ""

    @property
    def decided(self) -> bool:
        return self.decided_at is not None

    @property
    def version(self) -> int:
        """1 while it waits, 2 once it is decided."""
        return 2 if self.decided else 1

    def decided_by(self, lead: str, review_id: str, *, at: datetime, reason: str) -> "Adjudication":
        """Decided; ConflictError where it is already, or where the lead gave one of the two answers."""
        if self.decided:
            raise ConflictError("这项分歧已经裁定")
        if lead in self.reviewers:
            raise ConflictError("自己参与了复核的分歧，须由另一位主管裁定")
        return replace(self, lead=lead, review_id=review_id, decided_at=at, reason=reason)

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from api.schemas.base import In, Out
from api.schemas.named import NamedOut, these
from api.schemas.reviews import ReviewOut
from voc.domain.reviewing.comparing import Adjudication, Disputed
from voc.storage.reviews import StoredReview

ID = "^[0-9A-Za-z_-]{1,64}$"


class AdjudicationOut(NamedOut):
    """A disagreement of two inspectors."""

    id: str
    contact_key: int
    first_review: str
    second_review: str
    reviewers: tuple[str, str]
    disputed: list[Disputed] = Field(description="哪里不一致")
    opened_at: datetime
    lead: str | None = Field(description="由谁裁定；null 为还没有裁定，以下三项也是")
    review_id: str | None = Field(description="裁定所用的复核")
    decided_at: datetime | None
    reason: str
    version: int = Field(description="裁定时作 If-Match；也是 ETag")

    def people(self) -> frozenset[str]:
        return these(*self.reviewers, self.lead)


class WholeAdjudicationOut(Out):
    adjudication: AdjudicationOut
    first: ReviewOut
    second: ReviewOut
    decision: ReviewOut | None = Field(description="裁定的复核")

    @classmethod
    def of(cls, adjudication: Adjudication, reviews: Sequence[StoredReview]) -> "WholeAdjudicationOut":
        """With the two sides and, where it is decided, the review it was decided by."""
        first, second, *decision = map(ReviewOut.of, reviews)
        return cls(
            adjudication=AdjudicationOut.model_validate(adjudication),
            first=first,
            second=second,
            decision=decision[0] if decision else None,
        )


class DraftIn(In):
    side: str | None = Field(default=None, pattern=ID, description="采用哪一方的复核作底稿；null 为空白")


class DecisionIn(In):
    review_id: str = Field(pattern=ID, description="自己为这项分歧所作的草稿")
    reason: str = Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$", examples=["听了录音，客户说的是手续费"])

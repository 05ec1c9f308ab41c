from pydantic import Field

from api.schemas.base import Out
from voc.domain.review import Source
from voc.domain.taxonomy import Cause
from voc.storage.standing import Standing


class VerdictOut(Out):
    """What counts for a contact, and whose word it is. What waits for a person says nothing."""

    decided_by: Source | None = Field(
        description="以谁为准：person 人工复核，machine 机器判断；null 为待人工，频次里也不算", examples=["person"]
    )
    dissatisfied: bool | None = Field(examples=[True])
    causes: list[Cause] = Field(examples=[["product", "rule"]])
    primary: Cause | None = Field(examples=["rule"])
    review_id: str | None = Field(description="以哪份复核为准；看不到复核的角色总是 null", examples=["0jv3k2x8"])

    @classmethod
    def of(cls, standing: Standing | None) -> "VerdictOut | None":
        if standing is None:
            return None
        verdict = standing.verdict
        if verdict.pending:
            return cls(decided_by=None, dissatisfied=None, causes=[], primary=None, review_id=None)
        return cls(
            decided_by=verdict.source,
            dissatisfied=verdict.dissatisfied,
            causes=list(verdict.causes),
            primary=verdict.primary,
            review_id=standing.review_id,
        )

"""What a customer answered when asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class Scale:
    """A stated scale, from its worst to its best answer; `Scale(3, 1)` where 1 means satisfied."""

    worst: float
    best: float

    def __post_init__(self) -> None:
        if self.worst == self.best:
            raise InputError("量表的最差分与最好分相同")

    def holds(self, score: float) -> bool:
        return min(self.worst, self.best) <= score <= max(self.worst, self.best)

    def satisfaction(self, score: float) -> float:
        """Where a score lies between worst (0.0) and best (1.0).

        >>> Scale(1, 5).satisfaction(2), Scale(3, 1).satisfaction(1)
        (0.25, 1.0)
        """
        return (score - self.worst) / (self.best - self.worst)


DEFAULT_SCALE = Scale(1, 5)
# The middle of any scale: below it, the score itself says dissatisfied.
MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class SurveyResponse:
    """A score on a stated scale, a comment, or both; or an invitation that nobody answered (`invited`).

    `conversation_id` is that of the call it asks about, where there is one. A response that came inside its
    conversation has `embedded` true and the conversation's id.
    """

    id: str
    conversation_id: str | None = None
    answered_at: datetime | None = None
    channel: str | None = None
    queue: str | None = None
    score: float | None = None
    scale: Scale = DEFAULT_SCALE
    comment: str = ""
    invited: bool = False
    customer_id: str | None = None
    embedded: bool = False
    metadata: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.score is not None and not self.scale.holds(self.score):
            raise InputError("分数不在量表之内")

    @property
    def answered(self) -> bool:
        """Whether the customer said anything at all."""
        return self.score is not None or bool(self.comment.strip())

    @property
    def satisfaction(self) -> float | None:
        """0.0 (worst) to 1.0 (best); None without a score."""
        return None if self.score is None else self.scale.satisfaction(self.score)

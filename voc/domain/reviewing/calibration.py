"""Calibration sessions: several inspectors answer the same contacts unseen and are then held against an expert."""

from dataclasses import dataclass, replace
from datetime import datetime

from voc.errors import ConflictError, InputError


@dataclass(frozen=True, slots=True)
class CalibrationSession:
    """The same contacts for everybody. Until it is closed, each sees his own answers only.

    Raises InputError where nobody would be compared, or the expert with himself.
    """

    id: str
    name: str
    expert: str
    inspectors: tuple[str, ...]
    contact_keys: tuple[int, ...]
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.inspectors or not self.contact_keys:
            raise InputError("校准要有至少一位质检员和一次接触")
        if self.expert in self.inspectors or len(set(self.inspectors)) < len(self.inspectors):
            raise InputError("校准的专家与质检员不能重复")

    @property
    def participants(self) -> tuple[str, ...]:
        """The expert first."""
        return self.expert, *self.inspectors

    @property
    def version(self) -> int:
        """1 while it is open, 2 once it is closed."""
        return 1 if self.closed_at is None else 2

    def closed(self, *, at: datetime) -> "CalibrationSession":
        """Ended, whoever has not answered yet; ConflictError where it is already."""
        if self.closed_at is not None:
            raise ConflictError("这次校准已经结束")
        return replace(self, closed_at=at)

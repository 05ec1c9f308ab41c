"""Which set of rules is in use, as it follows from everything that was ever promoted and rolled back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voc.domain.choices import Choice, line_of


class RuleSetAction(StrEnum):
    PROMOTED = "promoted"
    ROLLED_BACK = "rolled_back"

    @property
    def label(self) -> str:
        return {"promoted": "启用", "rolled_back": "退回"}[self.value]


@dataclass(frozen=True, slots=True)
class RuleSetEvent:
    """One thing that was done: when, by whom, to which set (None for the shipped rules alone), and why.

    `proposal` is the id of the proposal that a promoted set adds.
    """

    at: datetime
    by: str
    action: RuleSetAction
    set_id: Choice
    reason: str
    proposal: str | None = None


def rule_choices(events: Sequence[RuleSetEvent]) -> tuple[Choice, ...]:
    """The sets that were in use one after the other and not rolled back, the one in use last."""
    return line_of((event.set_id, event.action is RuleSetAction.ROLLED_BACK) for event in events)

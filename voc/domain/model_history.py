"""Which model is in use, as it follows from everything that was ever done in a registry of models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voc.domain.choices import SHIPPED, Choice, line_of
from voc.domain.evaluation import Difference


class ModelAction(StrEnum):
    ADDED = "added"
    PROMOTED = "promoted"
    ROLLED_BACK = "rolled_back"

    @property
    def label(self) -> str:
        return {"added": "入库", "promoted": "启用", "rolled_back": "退回"}[self.value]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a candidate was measured against the model in use on: hashes of files by name, and how it did.

    Compared are `records` with `texts` different texts that neither was trained on, as far as that is known:
    `seen_by_candidate` and `seen_by_current` were left out, None where a model does not say what it has seen. A current
    model that has seen some of them looks better than it is, so that a comparison with one that does not say may be
    unfair to the candidate, never to what is in use.

    A candidate is worse when one of the differences falls behind by more than its own tolerance, or by more than
    `tolerance` where one was asked for all of them. Without differences the two could not be compared: `incomparable`
    says why.
    """

    files: Mapping[str, str] = field(hash=False)
    records: int
    tolerance: float | None
    differences: tuple[Difference, ...]
    incomparable: str | None = None
    texts: int | None = None
    seen_by_candidate: int | None = None
    seen_by_current: int | None = None

    @property
    def worse(self) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if d.worse_than(self.allowed(d)))

    def allowed(self, difference: Difference) -> float:
        """By how much the candidate may fall behind in a measure."""
        return difference.tolerance if self.tolerance is None else self.tolerance

    @property
    def passed(self) -> bool:
        return self.incomparable is None and not self.worse


@dataclass(frozen=True, slots=True)
class ModelEvent:
    """One thing that was done: when, by whom, to which model, and why.

    `shipped`: the model that came with the program was meant, whichever that is after an upgrade. `forced`: in spite of
    the gate.
    """

    at: datetime
    by: str
    action: ModelAction
    model_id: str
    shipped: bool = False
    reason: str = ""
    forced: bool = False
    gate: Gate | None = None

    @property
    def choice(self) -> Choice:
        return SHIPPED if self.shipped else self.model_id


def choices(events: Sequence[ModelEvent]) -> tuple[Choice, ...]:
    """The models that were in use one after the other and not rolled back, the one in use last.

    It begins with the shipped one, which needs no promotion. A rollback that does not go with what is before it (lines
    of the history are missing) still says which model is in use.
    """
    moves = [e for e in events if e.action is not ModelAction.ADDED]
    return line_of((e.choice, e.action is ModelAction.ROLLED_BACK) for e in moves)


def left(events: Sequence[ModelEvent], choice: Choice) -> tuple[ModelEvent, ...]:
    """The rollbacks by which a model was given up: it was in use, or had to be passed over on the way back."""
    return tuple(
        event
        for n, event in enumerate(events)
        if event.action is ModelAction.ROLLED_BACK
        and event.choice != choice
        and choice in _given_up(events[:n], events[: n + 1])
    )


def _given_up(before: Sequence[ModelEvent], after: Sequence[ModelEvent]) -> tuple[Choice, ...]:
    line, kept = choices(before), choices(after)
    return line[len(kept) :] if line[: len(kept)] == kept else line[-1:]


def added_at(events: Sequence[ModelEvent], model_id: str) -> datetime | None:
    """When a model came into the registry for the last time; None where that is not recorded."""
    times = [e.at for e in events if e.action is ModelAction.ADDED and e.model_id == model_id]
    return times[-1] if times else None

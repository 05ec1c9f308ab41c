"""How well a model answers labelled contacts, as values: figures with what they rest on, tables and curves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voc.domain.attribution import AbstainReason
from voc.domain.measures import Measure
from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value (0…1), how many cases it rests on, and its 95 % interval.

    `value` is None where there is no case, and where the labels of the cases are all alike and tell nothing; `interval`
    is None there too, and where no interval can be told.
    """

    value: float | None
    n: int
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One cause or factor: `support` records are labelled with it, `found` records are answered with it."""

    code: str
    support: int
    found: int
    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of shape `(n_labels, n_labels)`: rows as labelled, columns as answered."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> int:
        """What stands on the diagonal.

        >>> Confusion(("a", "b"), ((3, 1), (0, 2))).agreed
        5
        """
        return sum(row[i] for i, row in enumerate(self.counts))


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Probabilities from `low` up to `high`: their mean beside the share that came true, with its interval."""

    low: float
    high: float
    n: int
    stated: float
    observed: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """The verdicts with at least this confidence: their share of all, and the share of wrong ones among them."""

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class AbstainCount:
    """How many verdicts wait for a person for a reason (None: those that do not wait), and how many are wrong."""

    reason: AbstainReason | None
    n: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything measured on one set of labelled contacts.

    `figures` holds every measure; a measure that nothing was labelled for has no value. `factors` are those labelled
    or found, `labelled_factors` the count of records in which a label names each, be it in a claim alone. `confusion`
    is of the sets of causes; those of the course of a call are None where nothing was labelled. `reliability` is over
    all three causes. `seen_in_training` of the records the model was trained on; None where the model does not say.
    `unread_keys` counts the records whose labels have a key that nobody reads.
    """

    records: int
    calls: int
    figures: Mapping[Measure, Figure] = field(hash=False)
    causes: tuple[ClassScore, ...]
    factors: tuple[ClassScore, ...]
    labelled_factors: Mapping[str, int] = field(hash=False)
    confusion: Confusion
    reliability: tuple[ReliabilityBin, ...]
    cause_reliability: Mapping[Cause, tuple[ReliabilityBin, ...]] = field(hash=False)
    curve: tuple[CoveragePoint, ...]
    abstained: tuple[AbstainCount, ...]
    evidence_faults: int
    phases: Confusion | None
    ends: Confusion | None
    turned_by: Confusion | None
    seen_in_training: int | None = None
    unread_keys: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of a candidate beside that of the current model, on the same records.

    `interval` holds 95 % of the differences on resampled records (paired bootstrap); `worse_share` is the share of
    resamples in which the candidate is the worse. A loss up to `tolerance` is taken for none.
    """

    measure: Measure
    candidate: float
    current: float
    interval: tuple[float, float]
    worse_share: float
    tolerance: float = 0.0

    @property
    def gap(self) -> float:
        """Candidate less current."""
        return rounded(self.candidate - self.current)

    def worse_than(self, tolerance: float) -> bool:
        """Whether the candidate falls behind by more than the tolerance, whichever way is better.

        >>> gap = Difference(Measure.MACRO_F1, 0.81, 0.82, (-0.02, 0.0), 0.9)
        >>> gap.worse_than(0.005), gap.worse_than(0.01)
        (True, False)
        """
        loss = self.gap if self.measure.lower_is_better else -self.gap
        return loss > tolerance

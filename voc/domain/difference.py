"""What changes when contacts are analysed by another version. Reviews have no part in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voc.domain.attribution import Analysis


class Aspect(StrEnum):
    """What of a verdict may differ."""

    DISSATISFIED = "dissatisfied"
    CAUSES = "causes"
    FACTORS = "factors"
    PRIMARY = "primary"
    ABSTAINED = "abstained"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Aspect.DISSATISFIED: "是否不满",
    Aspect.CAUSES: "原因",
    Aspect.FACTORS: "因子",
    Aspect.PRIMARY: "主要原因",
    Aspect.ABSTAINED: "待人工",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A contact by two versions; `source` is that of the record that heads it."""

    source: str
    before: Analysis
    after: Analysis

    @property
    def contact_id(self) -> str:
        return self.after.contact_id

    @property
    def changed(self) -> tuple[Aspect, ...]:
        """In what the two differ, in the order of the aspects."""
        old, new = _aspects(self.before), _aspects(self.after)
        return tuple(aspect for aspect in Aspect if old[aspect] != new[aspect])


@dataclass(frozen=True, slots=True)
class CodeChange:
    """How many contacts gain and how many lose a cause or factor; `code` is its full name."""

    code: str
    gained_count: int
    lost_count: int


@dataclass(frozen=True, slots=True)
class DifferenceSummary:
    """Counts of contacts: compared, changed in anything, changed in each aspect, and changed for each cause and factor.

    `aspects` has every aspect, in order; `codes` those causes and factors that change anywhere, by name.
    """

    compared_count: int
    changed_count: int
    aspects: tuple[tuple[Aspect, int], ...]
    codes: tuple[CodeChange, ...]

    def plus(self, other: "DifferenceSummary") -> "DifferenceSummary":
        """The counts over the contacts of both, which have none in common."""
        gained, lost = Counter[str](), Counter[str]()
        for code in (*self.codes, *other.codes):
            gained[code.code] += code.gained_count
            lost[code.code] += code.lost_count
        return DifferenceSummary(
            self.compared_count + other.compared_count,
            self.changed_count + other.changed_count,
            _every_aspect(Counter(dict(self.aspects)) + Counter(dict(other.aspects))),
            _code_changes(gained, lost),
        )


def summarized(pairs: Iterable[Compared]) -> DifferenceSummary:
    """The counts over some contacts; none at all where there are none.

    >>> summarized([]).aspects[0]
    (<Aspect.DISSATISFIED: 'dissatisfied'>, 0)
    """
    compared = changed = 0
    aspects: Counter[Aspect] = Counter()
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for pair in pairs:
        compared += 1
        found = pair.changed
        changed += bool(found)
        aspects.update(found)
        old, new = _codes(pair.before), _codes(pair.after)
        gained.update(new - old)
        lost.update(old - new)
    return DifferenceSummary(
        compared,
        changed,
        _every_aspect(aspects),
        _code_changes(gained, lost),
    )


def _every_aspect(counts: Mapping[Aspect, int]) -> tuple[tuple[Aspect, int], ...]:
    return tuple((aspect, counts.get(aspect, 0)) for aspect in Aspect)


def _code_changes(gained: Mapping[str, int], lost: Mapping[str, int]) -> tuple[CodeChange, ...]:
    return tuple(CodeChange(code, gained.get(code, 0), lost.get(code, 0)) for code in sorted({*gained, *lost}))


def cause_codes(analysis: Analysis) -> tuple[str, ...]:
    """The causes claimed, in the order of the taxonomy."""
    return tuple(cause.value for cause in analysis.found_causes)


def factor_codes(analysis: Analysis) -> tuple[str, ...]:
    """The factors claimed, by name."""
    return tuple(sorted({a.factor for a in analysis.attributions if a.factor is not None}))


def _codes(analysis: Analysis) -> set[str]:
    return {*cause_codes(analysis), *factor_codes(analysis)}


def _aspects(analysis: Analysis) -> dict[Aspect, object]:
    return {
        Aspect.DISSATISFIED: analysis.dissatisfied,
        Aspect.CAUSES: cause_codes(analysis),
        Aspect.FACTORS: factor_codes(analysis),
        Aspect.PRIMARY: analysis.primary,
        Aspect.ABSTAINED: analysis.abstained,
    }

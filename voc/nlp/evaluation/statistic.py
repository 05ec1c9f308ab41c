"""A measure as a function of how often each record counts, so that it can be taken anew on resampled records.

The bootstrap (Efron 1979) draws as many records as there are, with replacement, a thousand times from a fixed seed;
the interval holds the middle 95 %. A record with all its utterances is drawn as one: what is said in one call hangs
together. A plain share of records has the Wilson interval, which holds for few cases too. Resamples that hold no case
of a measure (the one record with a rare factor was not drawn) say nothing of it and are left out of its interval. Where
all cases are right, or all wrong, every resample is the same and tells nothing: there the interval reaches as far as
the Wilson interval of so many records of so many.

A calibration error grows with every resample (gaps that were there by chance are counted twice or not at all): its
resamples lie above the value, often wholly. They are moved down by their mean excess before the interval is read off
(bootstrap estimate of bias, Efron and Tibshirani 1993, chapter 10), so that it lies around the value.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from voc.domain.evaluation import Figure
from voc.domain.numbers import rounded, wilson_interval

RESAMPLES = 1000
SEED = 20260131
_BLOCK = 50
_MIDDLE = (2.5, 97.5)

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Statistic:
    """`of` takes weights of shape `(n_resamples, n_records)` to values of shape `(n_resamples,)`.

    `n` cases stand behind it. `hits` is set where it is a plain share of them; `leans` where values of resamples lie to
    one side of the value by their nature. `reach`, where that can be told, is how high it may be though it is 0, and
    how low though it is 1. `cases`, where resamples may hold none, takes weights to whether each holds any.
    """

    n: int
    of: Callable[[Array], Array]
    hits: int | None = None
    leans: bool = False
    reach: tuple[float, float] | None = None
    cases: Callable[[Array], Mask] | None = None

    def value(self, records: int) -> float:
        """On the records as they are."""
        return float(self.of(np.ones((1, records)))[0])


def reach_of(records: int) -> tuple[float, float]:
    """How high a share of so many records may be though none is one, and how low though all are.

    >>> reach_of(40)
    (0.0876, 0.9124)
    """
    return wilson_interval(0, records)[1], wilson_interval(records, records)[0]


def ratio(part: Array, whole: Array, *, empty: float) -> Array:
    """Element by element, `empty` where there is nothing to divide by."""
    shares: Array = np.full(whole.shape, empty)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares


def from_counts(n: int, counts: Sequence[Sequence[float]] | Array, formula: Callable[[Array], Array]) -> Statistic:
    """A measure that follows from sums over records; `counts` has shape `(n_records, n_sums)`."""
    table = np.asarray(counts, dtype=np.float64)
    return Statistic(n, lambda weights: formula(weights @ table))


def share_of(cases: Iterable[bool | None], *, empty: float = 0.0) -> Statistic:
    """The share of true ones; None is no case, `empty` the share of none."""
    seen = list(cases)
    plain = share_in(((int(case is True), int(case is not None)) for case in seen), empty=empty)
    return replace(plain, hits=sum(case is True for case in seen))


def share_in(parts: Iterable[tuple[int, int]], *, empty: float = 0.0) -> Statistic:
    """A share whose cases come in records: hits and cases of each."""
    rows = _pairs(parts)
    found = from_counts(int(rows[:, 1].sum()), rows, lambda sums: ratio(sums[:, 0], sums[:, 1], empty=empty))
    return replace(found, reach=reach_of(int((rows[:, 1] > 0).sum())), cases=_some(rows[:, 1]))


def _pairs(rows: Iterable[tuple[int, int]]) -> Array:
    return np.array(list(rows), dtype=np.float64).reshape(-1, 2)


def f1_of(pairs: Iterable[tuple[bool, bool] | None]) -> Statistic:
    """F1 of (labelled, found); None is no case; its `n` are the cases in which either is true."""
    rows = [(0, 0) if p is None else (int(p[0] and p[1]), int(p[0]) + int(p[1])) for p in pairs]
    return overlap(rows, n=sum(total > 0 for _, total in rows), empty=1.0)


def overlap(rows: Iterable[tuple[int, int]], *, n: int, empty: float) -> Statistic:
    """F1 from what both have, and the sum of what each has, for each record.

    Its reach follows from that of the share of what both have in what either has, `j`: F1 = 2j / (1 + j).
    """
    table = _pairs(rows)
    high, low = (2 * j / (1 + j) for j in reach_of(int((table[:, 1] > 0).sum())))
    found = from_counts(n, table, lambda sums: ratio(2 * sums[:, 0], sums[:, 1], empty=empty))
    return replace(found, reach=(high, low), cases=_some(table[:, 1]))


def _some(counts: Array) -> Callable[[Array], Mask]:
    return lambda weights: weights @ counts > 0


def mean_of(statistics: Sequence[Statistic], *, n: int) -> Statistic:
    """The mean of several measures of the same records; 0 of none."""
    if not statistics:
        return Statistic(0, lambda weights: np.zeros(len(weights)))
    asked = [s.cases for s in statistics if s.n and s.cases is not None]
    mean = Statistic(
        n,
        lambda weights: np.mean([s.of(weights) for s in statistics], axis=0),
        cases=(lambda weights: np.all([some(weights) for some in asked], axis=0)) if asked else None,
    )
    reaches = [s.reach for s in statistics if s.reach is not None]
    if len(reaches) < len(statistics):
        return mean
    high, low = np.mean(reaches, axis=0).tolist()
    return replace(mean, reach=(high, low))


def figures_of(statistics: Mapping[Key, Statistic], records: int) -> Mapping[Key, Figure]:
    """Value and interval of each, all on the same resamples."""
    drawn = resampled({k: _telling(s) for k, s in statistics.items() if s.n and s.hits is None}, records)
    return {key: _figure(s, records, drawn.get(key)) for key, s in statistics.items()}


def _telling(statistic: Statistic) -> Statistic:
    """The same, with no number where a resample holds no case."""
    some = statistic.cases
    if some is None:
        return statistic
    return replace(statistic, of=lambda weights: np.where(some(weights), statistic.of(weights), np.nan))


def _figure(statistic: Statistic, records: int, drawn: Array | None) -> Figure:
    if not statistic.n:
        return Figure(None, 0)
    value = rounded(statistic.value(records))
    if statistic.hits is not None:
        return Figure(value, statistic.n, wilson_interval(statistic.hits, statistic.n))
    assert drawn is not None
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return Figure(value, statistic.n)
    if statistic.leans:
        return Figure(value, statistic.n, _around(value, drawn))
    low, high = middle(drawn)
    return Figure(value, statistic.n, _reaching(value, statistic.reach) if low == high else (low, high))


def _reaching(value: float, reach: tuple[float, float] | None) -> tuple[float, float] | None:
    """The interval of what every resample agrees on; None for a value between 0 and 1 (there is but one record)."""
    if reach is None or value not in (0.0, 1.0):
        return None
    return (0.0, rounded(reach[0])) if value == 0.0 else (rounded(reach[1]), 1.0)


def untold(figure: Figure) -> Figure:
    """The same without a value: there are cases, but their labels tell nothing."""
    return Figure(None, figure.n)


def _around(value: float, drawn: Array) -> tuple[float, float] | None:
    """The interval of a value from 0 to 1, the resamples moved by what they exceed it by on average."""
    low, high = middle(drawn - (float(drawn.mean()) - value))
    # Rounding, and resamples of which a few lie far off, must not leave the value itself outside.
    return None if low == high else (max(0.0, min(low, value)), min(1.0, max(high, value)))


def middle(drawn: Array) -> tuple[float, float]:
    """The interval that holds 95 % of resampled values."""
    low, high = np.percentile(drawn, _MIDDLE)
    return rounded(float(low)), rounded(float(high))


def resampled(statistics: Mapping[Key, Statistic], records: int) -> Mapping[Key, Array]:
    """Values of shape `(RESAMPLES,)` of each, on the same resamples; of the same records always the same."""
    values: dict[Key, list[Array]] = {key: [] for key in statistics}
    for weights in _weights(records) if statistics else ():
        for key, statistic in statistics.items():
            values[key].append(statistic.of(weights))
    return {key: np.concatenate(parts) for key, parts in values.items()}


def _weights(records: int) -> Iterator[Array]:
    """How often each record is drawn, a block of resamples at a time: all at once would not fit for many records."""
    rng = np.random.default_rng(SEED)
    for _ in range(RESAMPLES // _BLOCK):
        drawn = rng.integers(records, size=(_BLOCK, records))
        yield np.array([np.bincount(row, minlength=records) for row in drawn], dtype=np.float64)

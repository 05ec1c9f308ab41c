"""Which contacts a person reviews: some at random, always, the rest by what a review of them is expected to find."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import ceil, exp, fsum, lgamma

from voc.domain.numbers import rounded
from voc.errors import InputError


class Stratum(StrEnum):
    """How a contact came into a sample."""

    RANDOM = "random"
    VALUED = "valued"

    @property
    def label(self) -> str:
        return {"random": "随机", "valued": "按价值"}[self.value]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact that could be asked for, by its key and by a `name` that is the same in every database.

    `wrong` and `person` are the probabilities that the machine's verdict is wrong and that a person's doing is a cause;
    `severe` (0…1) tells how bad the contact went; `point` what it is about, None where the machine claims nothing.
    """

    key: int
    name: str
    wrong: float
    person: float
    abstained: bool
    severe: float
    point: str | None


@dataclass(frozen=True, slots=True)
class Weights:
    """What each reason to look counts in the value of a review.

    Chosen on records that the model had not seen (docs/benchmarks.md), measured by benchmarks/review_order.py.
    """

    wrong: float = 1.25
    person: float = 1.0
    abstained: float = 0.5
    severe: float = 0.1
    new: float = 0.05


@dataclass(frozen=True, slots=True)
class Quota:
    """How many tasks of a plan one inspector may do."""

    inspector: str
    tasks: int

    def __post_init__(self) -> None:
        if not self.inspector or self.tasks < 1:
            raise InputError("每位质检员的配额应为正整数")


@dataclass(frozen=True, slots=True)
class Design:
    """How a sample is drawn: contacts to review, the shares of them drawn at random and reviewed twice, and the seed.

    Raises InputError for numbers outside their range; at least one contact is always drawn at random.
    """

    size: int
    random_share: float = 0.2
    double_share: float = 0.1
    seed: str = ""
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        if self.size < 1:
            raise InputError("抽检的接触数应为正整数")
        if not 0 < self.random_share <= 1:
            raise InputError("随机部分的比例应大于 0、不超过 1")
        if not 0 <= self.double_share <= 1:
            raise InputError("双人复核的比例应在 0 与 1 之间")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A contact of a sample. `probability` is that with which this design asks for it at all.

    `doubled`: two people review it without knowing of each other. `worth` is the expected value of its review.
    """

    key: int
    stratum: Stratum
    probability: float
    worth: float
    doubled: bool


def severity(*, peak_end: float | None, repeated: bool, resolved: bool | None, satisfaction: float | None) -> float:
    """How badly a contact went, 0…1: the mean of bad feeling, a low score, calling again and being left unserved.

    >>> severity(peak_end=-0.6, repeated=True, resolved=False, satisfaction=0.0)
    0.9
    >>> severity(peak_end=None, repeated=False, resolved=None, satisfaction=None)
    0.0
    """
    felt = max(0.0, -peak_end) if peak_end is not None else 0.0
    scored = 1 - satisfaction if satisfaction is not None else 0.0
    return rounded((felt + scored + repeated + (resolved is False)) / 4)


def worths(candidates: Sequence[Candidate], weights: Weights) -> tuple[float, ...]:
    """What a review of each candidate is expected to be worth, as they stand.

    New is what few candidates are about: the only one of its point counts whole, one of four a quarter.
    """
    seen = Counter(candidate.point for candidate in candidates)
    return tuple(
        rounded(
            weights.wrong * c.wrong
            + weights.person * c.person
            + weights.abstained * c.abstained
            + weights.severe * c.severe
            + (weights.new / seen[c.point] if c.point is not None else 0.0)
        )
        for c in candidates
    )


def draw(candidates: Sequence[Candidate], design: Design) -> tuple[Drawn, ...]:
    """The sample in the order of the queue: the same candidates and design give the same sample, in whatever order.

    First comes a simple random sample of all candidates; of the others those with the greatest worth fill the rest.
    Random ones are spread evenly over the queue and stand in random order, so that those reviewed when the work stops
    early are a simple random sample as well. Chance is a hash of seed and name, which no version of a library changes.
    """
    size = min(design.size, len(candidates))
    if not size:
        return ()
    chance = {c.key: _hashed(design.seed, "draw", c.name) for c in candidates}
    worth = dict(zip((c.key for c in candidates), worths(candidates, design.weights), strict=True))
    shuffled = sorted((c.key for c in candidates), key=chance.__getitem__)
    count = ceil(rounded(size * design.random_share))
    drawn = shuffled[:count]
    ranked = sorted(shuffled, key=lambda key: (-worth[key], chance[key]))
    valued = [key for key in ranked if key not in set(drawn)][: size - count]
    rank = {key: place for place, key in enumerate(ranked, 1)}
    twice = _doubled({c.key: c.name for c in candidates}, (*drawn, *valued), design)
    strata = dict.fromkeys(drawn, Stratum.RANDOM) | dict.fromkeys(valued, Stratum.VALUED)
    return tuple(
        Drawn(
            key,
            strata[key],
            _inclusion(rank[key], size - count, count, len(candidates)),
            worth[key],
            key in twice,
        )
        for key in _spread(drawn, valued)
    )


def _doubled(names: dict[int, str], keys: Sequence[int], design: Design) -> frozenset[int]:
    order = sorted(keys, key=lambda key: _hashed(design.seed, "double", names[key]))
    return frozenset(order[: ceil(rounded(len(keys) * design.double_share))])


def _spread(drawn: Sequence[int], valued: Sequence[int]) -> Iterable[int]:
    """Both in their order, those drawn evenly among the others.

    >>> list(_spread([1, 2], [10, 20, 30, 40]))
    [10, 1, 20, 30, 2, 40]
    """
    places = [((i + 0.5) / len(drawn), 0, key) for i, key in enumerate(drawn)]
    places += [((i + 0.5) / len(valued), 1, key) for i, key in enumerate(valued)]
    return [key for _, _, key in sorted(places, key=lambda place: place[:2])]


def _inclusion(rank: int, valued: int, drawn: int, total: int) -> float:
    """Probability that the candidate of this rank by worth is asked for.

    Either it is drawn, or it is not and so many better ones are drawn that it is among the best of the rest: the number
    of better ones drawn is hypergeometric.
    """
    share = drawn / total
    if rank <= valued or drawn == total:
        return 1.0
    needed = rank - valued if valued else drawn + 1
    most = min(drawn, rank - 1)
    tail = fsum(_hypergeometric(k, total - 1, rank - 1, drawn) for k in range(needed, most + 1))
    return min(1.0, share + (1 - share) * tail)


def _hypergeometric(k: int, total: int, marked: int, drawn: int) -> float:
    """Probability of k marked ones among those drawn."""
    return exp(_ways(marked, k) + _ways(total - marked, drawn - k) - _ways(total, drawn))


def _ways(total: int, count: int) -> float:
    """Logarithm of the number of ways to choose."""
    return lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)


def _hashed(seed: str, use: str, name: str) -> bytes:
    return sha256(f"{seed}\0{use}\0{name}".encode()).digest()

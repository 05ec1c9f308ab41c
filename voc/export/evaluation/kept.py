"""What is left of the verdicts where only the surest are kept, as rows of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.domain.evaluation import CoveragePoint
from voc.domain.numbers import wilson_interval
from voc.export.evaluation.labels import bounds_label, percentage

_COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
# An error rate of fewer verdicts tells nothing.
LEAST_KEPT = 20
KEPT_TITLE = "只保留最有把握的一部分时"
KEPT_HEADS = ("保留", "条数", "把握不低于", "错误率", "95% 区间")
TOO_FEW = f"{KEPT_TITLE}：不足 {LEAST_KEPT} 条，错误率没有意义，不列"


@dataclass(frozen=True, slots=True)
class Kept:
    """The verdicts at least as sure as a point of the curve."""

    point: CoveragePoint
    n: int

    @property
    def cells(self) -> tuple[str, ...]:
        """One for each of `KEPT_HEADS`."""
        bounds = wilson_interval(round(self.point.risk * self.n), self.n)
        sure, wrong = percentage(self.point.confidence), percentage(self.point.risk)
        return percentage(self.point.coverage), f"{self.n:,}", sure, wrong, bounds_label(bounds)


def kept_parts(curve: Sequence[CoveragePoint], records: int) -> Iterator[Kept]:
    """The smallest part that covers as much, where it is large enough to say something; equal confidences are not
    divided.

    >>> curve = (CoveragePoint(0.9, 0.85, 0.1), CoveragePoint(0.2, 1.0, 0.3))
    >>> [part.n for part in kept_parts(curve, 300)]
    [255, 300]
    """
    for point in dict.fromkeys(next(p for p in curve if p.coverage >= wanted) for wanted in _COVERAGES):
        kept = round(point.coverage * records)
        if kept >= LEAST_KEPT:
            yield Kept(point, kept)

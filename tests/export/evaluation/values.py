"""An evaluation with a value of every kind."""

from dataclasses import replace
from typing import Any

from voc.domain.attribution import AbstainReason
from voc.domain.evaluation import AbstainCount, ClassScore, Confusion, CoveragePoint, Evaluation, Figure, ReliabilityBin
from voc.domain.measures import Measure
from voc.domain.taxonomy import Cause

FIGURE = Figure(0.8064, 229, (0.7375, 0.8621))
BINS = (
    ReliabilityBin(0.0, 0.1, 20, 0.02, 0.05, (0.01, 0.2)),
    ReliabilityBin(0.9, 1.0, 10, 0.97, 0.9, (0.6, 0.99)),
)


def score(code: str, **columns: Any) -> ClassScore:
    precision, recall = Figure(0.9, 30, (0.75, 0.96)), Figure(0.6, 45, (0.45, 0.73))
    return replace(ClassScore(code, 45, 30, precision, recall, Figure(0.72, 48, (0.6, 0.8))), **columns)


def evaluation(**columns: Any) -> Evaluation:
    plain: dict[str, Any] = {
        "records": 300,
        "calls": 40,
        "figures": dict.fromkeys(Measure, FIGURE) | {Measure.HIGH_MOMENT_HIT: Figure(None, 0)},
        "causes": tuple(score(str(c)) for c in Cause),
        "factors": (score("rule.fee"), score("product.delivery", precision=Figure(None, 0), found=0)),
        "labelled_factors": {"rule.fee": 45, "product.delivery": 45},
        "confusion": Confusion(("content", "rule", "person+product"), ((60, 1, 0), (4, 20, 0), (0, 0, 7))),
        "reliability": BINS,
        "cause_reliability": {c: BINS[: n + 1] for n, c in enumerate((Cause.PERSON, Cause.PRODUCT))} | {Cause.RULE: ()},
        "curve": tuple(CoveragePoint(1 - n / 1000, n / 500, n / 5000) for n in range(1, 501)),
        "abstained": (AbstainCount(None, 270, 30), AbstainCount(AbstainReason.CONFLICT, 30, 12)),
        "evidence_faults": 0,
        "phases": Confusion(("greeting", "none"), ((5, 1), (0, 0))),
        "ends": Confusion(("negative", "neutral"), ((5, 1), (2, 3))),
        "turned_by": Confusion(("fault", "none"), ((5, 1), (2, 3))),
    }
    return Evaluation(**(plain | columns))


COMMENTS = {"calls": 0, "phases": None, "ends": None, "turned_by": None}

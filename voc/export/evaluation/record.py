"""An evaluation as one JSON object."""

from collections.abc import Mapping

from voc.domain.evaluation import AbstainCount, ClassScore, Confusion, CoveragePoint, Evaluation, Figure, ReliabilityBin


def evaluation_record(measures: Mapping[str, float | int | None], evaluation: Evaluation) -> dict[str, object]:
    """The measures of the reference definition by name, then everything else with what it rests on."""
    return {
        **measures,
        "calls": evaluation.calls,
        "seen_in_training": evaluation.seen_in_training,
        "figures": {str(m): _figure(f) for m, f in evaluation.figures.items()},
        "by_cause": [_class(row) for row in evaluation.causes],
        "by_factor": [_class(row) for row in evaluation.factors],
        "confusion": _confusion(evaluation.confusion),
        "reliability": {
            "all": [_bin(b) for b in evaluation.reliability],
            **{str(c): [_bin(b) for b in bins] for c, bins in evaluation.cause_reliability.items()},
        },
        "coverage_risk": [_point(p) for p in evaluation.curve],
        "abstained": [_abstained(a) for a in evaluation.abstained],
        "phases": _confusion(evaluation.phases),
        "ends": _confusion(evaluation.ends),
        "turned_by": _confusion(evaluation.turned_by),
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {"value": figure.value, "n": figure.n, "interval": _pair(figure.interval)}


def _pair(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _class(row: ClassScore) -> dict[str, object]:
    return {
        "code": row.code,
        "support": row.support,
        "found": row.found,
        "precision": _figure(row.precision),
        "recall": _figure(row.recall),
        "f1": _figure(row.f1),
    }


def _confusion(confusion: Confusion | None) -> dict[str, object] | None:
    if confusion is None:
        return None
    return {"labels": list(confusion.labels), "counts": [list(row) for row in confusion.counts]}


def _bin(b: ReliabilityBin) -> dict[str, object]:
    return {
        "low": b.low,
        "high": b.high,
        "n": b.n,
        "stated": b.stated,
        "observed": b.observed,
        "interval": _pair(b.interval),
    }


def _point(point: CoveragePoint) -> list[float]:
    return [point.confidence, point.coverage, point.risk]


def _abstained(count: AbstainCount) -> dict[str, object]:
    return {"reason": None if count.reason is None else str(count.reason), "n": count.n, "wrong": count.wrong}

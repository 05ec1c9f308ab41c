"""Pain and itch points as JSON objects, the form that `voc painpoints --json` writes."""

from collections.abc import Iterable

from voc.domain.painpoint import ItchPoint, PainPoint
from voc.domain.taxonomy import Taxonomy


def points_record(points: Iterable[PainPoint | ItchPoint], taxonomy: Taxonomy) -> list[dict[str, object]]:
    """One object a point, in the order given; `factor` and `business_object` are null where they cannot be told.

    TaxonomyError where a point has a factor that the taxonomy does not know.
    """
    return [_point(point, taxonomy) for point in points]


def _point(point: PainPoint | ItchPoint, taxonomy: Taxonomy) -> dict[str, object]:
    key, trend = point.key, point.trend
    return {
        "kind": key.kind.value,
        "cause": key.cause.value,
        "cause_label": taxonomy.cause_label(key.cause),
        "factor": key.factor or None,
        "factor_label": taxonomy.factor_label(key.factor or None),
        "business_object": key.business_object or None,
        "contact_count": point.contact_count,
        "weighted_count": point.weighted_count,
        "reviewed_count": point.reviewed_count,
        "share": point.share,
        "interval": list(point.interval),
        "weeks": [str(week) for week in trend.weeks],
        "weekly_counts": list(trend.weekly_counts),
        "change": trend.change,
        "change_interval": list(trend.change_interval),
        "p_value": trend.p_value,
        "direction": trend.direction.value,
        "quotes": list(point.quotes),
        "contact_ids": list(point.contact_ids),
    }

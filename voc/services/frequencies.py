"""How often what hurts: counts, shares and points of the stored contacts."""

from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy.orm import Session

from voc.domain.business_object import BusinessObjectTable
from voc.domain.painpoint import Counted, ItchPoint, PainPoint, find_points
from voc.domain.report import Totals, count_totals
from voc.storage.counting import ContactFilter, Counts, Statistics


@dataclass(frozen=True, slots=True)
class PointFilter:
    """Which points: of a cause or factor (its code), of a business object or any below it."""

    code: str | None = None
    business_object: str | None = None


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Counts of records, totals over analysed contacts, and the points that were asked for."""

    statistics: Statistics
    totals: Totals
    points: tuple[PainPoint | ItchPoint, ...]


def frequencies(
    session: Session,
    contacts: ContactFilter,
    points: PointFilter,
    *,
    objects: BusinessObjectTable,
    zone: tzinfo,
) -> Frequencies:
    """Totals and points over the contacts of a filter; shares are of all those contacts, whatever points are shown."""
    counts = Counts(session)
    counted: list[Counted] = list(counts.counted(contacts))
    found = find_points(counted, zone=zone)
    return Frequencies(
        counts.statistics(contacts), count_totals(counted), tuple(p for p in found if _wanted(p, points, objects))
    )


def _wanted(point: PainPoint | ItchPoint, wanted: PointFilter, objects: BusinessObjectTable) -> bool:
    key = point.key
    by_code = wanted.code is None or wanted.code in (str(key.cause), key.factor)
    name = wanted.business_object
    return by_code and (name is None or (bool(key.business_object) and name in objects.lineage(key.business_object)))

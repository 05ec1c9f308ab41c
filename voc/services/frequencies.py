"""How often what hurts: counts, shares and points of the stored contacts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from sqlalchemy.orm import Session

from voc.domain.business_object import BusinessObjectTable
from voc.domain.painpoint import Counted, ItchPoint, PainPoint, PointKey, Trend, find_points
from voc.domain.report import Totals, count_totals
from voc.domain.week import Week
from voc.storage.counting import ContactFilter, Counts, Statistics

HISTORY_WEEKS = 12


# What somebody counts of some contacts.
View = Callable[[Iterable[Counted]], Iterable[Counted]]


def everything(contacts: Iterable[Counted]) -> Iterable[Counted]:
    """The view of those who may count all."""
    return contacts


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
    seen: View = everything,
) -> Frequencies:
    """Totals and points over the contacts of a filter; shares are of all those contacts, whatever points are shown.

    Where the filter has a beginning, trends look back to twelve weeks before its end all the same: what a week is held
    against are the weeks before it. `seen` leaves out contacts, or findings of them, that are another's to count.
    """
    counts = Counts(session)
    counted: list[Counted] = list(seen(counts.counted(contacts)))
    found = [p for p in find_points(counted, zone=zone) if _wanted(p, points, objects)]
    if contacts.since is not None:
        trends = _trends(counts, contacts, zone, seen)
        found = [replace(p, trend=trends[p.key]) for p in found]
    return Frequencies(counts.statistics(contacts), count_totals(counted), tuple(found))


def _trends(counts: Counts, contacts: ContactFilter, zone: tzinfo, seen: View) -> Mapping[PointKey, Trend]:
    assert contacts.since is not None
    last = None if contacts.until is None else Week.of(contacts.until - timedelta(seconds=1), zone)
    end = contacts.since if contacts.until is None else contacts.until
    wide = replace(contacts, since=min(contacts.since, end - timedelta(weeks=HISTORY_WEEKS)))
    return {p.key: p.trend for p in find_points(seen(counts.counted(wide)), zone=zone, last=last)}


def _wanted(point: PainPoint | ItchPoint, wanted: PointFilter, objects: BusinessObjectTable) -> bool:
    key = point.key
    by_code = wanted.code is None or wanted.code in (str(key.cause), key.factor)
    name = wanted.business_object
    return by_code and (name is None or (bool(key.business_object) and name in objects.lineage(key.business_object)))

"""Departments, and one ISO week of one department as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from fnmatch import fnmatchcase
from math import fsum

from voc.domain.attribution import AnalysisVersion
from voc.domain.business_object import BusinessObjectTable
from voc.domain.numbers import rounded, wilson_interval
from voc.domain.painpoint import Counted, ItchPoint, PainPoint, find_points
from voc.domain.review import Finding
from voc.domain.taxonomy import Cause
from voc.domain.toml_text import read_toml
from voc.domain.week import Week
from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers for a finding. A condition holds if a pattern of it fits (`*` allowed), an empty one always.

    `business_objects` fits an object or any object below it. `shares` are weights that sum to one.
    """

    shares: Mapping[str, float]
    business_objects: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentMap:
    """Routes in the order of the file; the first that fits decides. `fallback` takes what no route takes."""

    routes: tuple[Route, ...]
    fallback: str

    @classmethod
    def parse(cls, text: str) -> "DepartmentMap":
        """Read `departments.toml`; InputError names the route that is wrong."""
        try:
            table = read_toml(text)
        except InputError as error:
            raise InputError(f"部门对应表{error}") from None
        unknown = set(table) - {"fallback", "route"}
        if unknown:
            raise InputError(f"部门对应表里有不认识的键：{'、'.join(sorted(unknown))}")
        fallback = table.get("fallback", "其他")
        if not isinstance(fallback, str) or not fallback:
            raise InputError("部门对应表的 fallback 应为部门名")
        rows = table.get("route", [])
        if not isinstance(rows, list) or not rows:
            raise InputError("部门对应表里没有任何 [[route]]")
        return cls(tuple(_route(row, n) for n, row in enumerate(rows, 1)), fallback)

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department, in the order of first mention, the fallback last."""
        named = [name for route in self.routes for name in route.shares]
        return tuple(dict.fromkeys((*(n for n in named if n != self.fallback), self.fallback)))

    def shares(self, finding: Finding | None, queue: str | None, objects: BusinessObjectTable) -> Mapping[str, float]:
        """Weights of the departments that answer for a finding (for the contact itself where it is None)."""
        name = None if finding is None else finding.business_object
        lineage = () if name is None else objects.lineage(name)
        factor = "" if finding is None else finding.factor or f"{finding.cause}."
        for route in self.routes:
            fits = (
                _any_fits(lineage, route.business_objects)
                and _any_fits((queue or "",), route.queues)
                and _any_fits((factor,), route.factors)
            )
            if fits:
                return route.shares
        return {self.fallback: 1.0}


def _route(row: object, number: int) -> Route:
    if not isinstance(row, dict) or not isinstance(row.get("departments"), dict | str):
        raise InputError(f"部门对应表第 {number} 条缺少 departments")
    unknown = set(row) - {"departments", "business_objects", "queues", "factors"}
    if unknown:
        raise InputError(f"部门对应表第 {number} 条有不认识的键：{'、'.join(sorted(unknown))}")
    named = row["departments"]
    shares = {named: 1.0} if isinstance(named, str) else {str(k): v for k, v in named.items()}
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) and v > 0 for v in shares.values())
    if not numbers or abs(fsum(shares.values()) - 1) > 1e-6 or not all(shares):
        raise InputError(f"部门对应表第 {number} 条要有部门名，权重应为正数且合计为 1")
    lists = [row.get(key, []) for key in ("business_objects", "queues", "factors")]
    if not all(isinstance(words, list) and all(isinstance(w, str) for w in words) for words in lists):
        raise InputError(f"部门对应表第 {number} 条的条件应为字符串列表")
    return Route(shares, *(tuple(words) for words in lists))


def _any_fits(names: Sequence[str], patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over contacts; with weights where departments share a contact.

    `blameless_share` is 座席无责: of the contacts counted as dissatisfied with a known cause, those in which no cause
    is the agent's. `pending` wait for a person, `unspecified` gave no cause: neither has a part in the split of causes.
    """

    contacts: float
    dissatisfied: float
    pending: float
    unspecified: float
    by_cause: Mapping[Cause, float]
    primary: Mapping[Cause, float]
    attributed: int
    blameless: int

    @property
    def dissatisfied_share(self) -> float:
        return rounded(self.dissatisfied / self.contacts) if self.contacts else 0.0

    @property
    def blameless_share(self) -> float:
        return rounded(self.blameless / self.attributed) if self.attributed else 0.0

    @property
    def blameless_interval(self) -> tuple[float, float]:
        return wilson_interval(self.blameless, self.attributed)


def count_totals(contacts: Sequence[Counted]) -> Totals:
    """Add up contacts; each counts by its weight."""
    decided = [c for c in contacts if not c.verdict.pending and c.verdict.findings]
    by_cause = {cause: fsum(c.weight for c in decided if cause in c.verdict.causes) for cause in Cause}
    primary = {cause: fsum(c.weight for c in decided if c.verdict.primary is cause) for cause in Cause}
    return Totals(
        contacts=rounded(fsum(c.weight for c in contacts)),
        dissatisfied=rounded(fsum(c.weight for c in contacts if c.dissatisfied)),
        pending=rounded(fsum(c.weight for c in contacts if c.verdict.pending)),
        unspecified=rounded(fsum(c.weight for c in contacts if c.verdict.unspecified)),
        by_cause={cause: rounded(by_cause[cause]) for cause in Cause},
        primary={cause: rounded(primary[cause]) for cause in Cause},
        attributed=len(decided),
        blameless=sum(Cause.PERSON not in c.verdict.causes for c in decided),
    )


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """One ISO week of one department. `history` are the points of all weeks up to this one, for trends."""

    department: str
    week: Week
    totals: Totals
    points: tuple[PainPoint | ItchPoint, ...]
    history: tuple[PainPoint | ItchPoint, ...]
    contacts: tuple[Counted, ...]
    version: AnalysisVersion | None

    @property
    def quoted_keys(self) -> tuple[int, ...]:
        """Those of its contacts whose words it shows."""
        quoted = (c for c in self.contacts if any(finding.evidence for finding in c.verdict.findings))
        return tuple(c.key for c in quoted if c.key is not None)


def weekly_reports(
    contacts: Sequence[Counted],
    *,
    week: Week,
    departments: DepartmentMap,
    objects: BusinessObjectTable,
    zone: tzinfo,
    version: AnalysisVersion | None,
) -> tuple[WeeklyReport, ...]:
    """One report a department, in the order of the map, for contacts up to and including the week.

    A contact belongs to every department that answers for one of its findings, by the greatest of their weights, with
    those findings only; a contact without findings goes by its queue.
    """
    reports = []
    until = [c for c in contacts if c.occurred_at is None or Week.of(c.occurred_at, zone) <= week]
    for department in departments.departments:
        own = [c for c in (seen_by(c, department, departments, objects) for c in until) if c is not None]
        now = [c for c in own if c.occurred_at is not None and Week.of(c.occurred_at, zone) == week]
        reports.append(
            WeeklyReport(
                department,
                week,
                count_totals(now),
                find_points(now, zone=zone),
                find_points(own, zone=zone, last=week),
                tuple(sorted(now, key=lambda c: c.order)),
                version,
            )
        )
    return tuple(reports)


def seen_by(
    contact: Counted, department: str, departments: DepartmentMap, objects: BusinessObjectTable
) -> Counted | None:
    """A contact as a department counts it: by its weight, with the findings it answers for; None for another's."""
    verdict = contact.verdict
    if not verdict.findings:
        weight = departments.shares(None, contact.queue, objects).get(department)
        return None if weight is None else replace(contact, weight=weight)
    weights = [departments.shares(f, contact.queue, objects).get(department) for f in verdict.findings]
    own = tuple(f for f, weight in zip(verdict.findings, weights, strict=True) if weight is not None)
    if not own:
        return None
    causes = {f.cause for f in own}
    primary = verdict.primary if verdict.primary in causes else own[0].cause
    known = max(weight for weight in weights if weight is not None)
    return replace(contact, weight=known, verdict=replace(verdict, findings=own, primary=primary))

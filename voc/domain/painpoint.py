"""Pain points and itch points: what hurts, or is wished for, how often, and whether that changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from math import fsum

from voc.domain.attribution import Kind
from voc.domain.numbers import difference_interval, rate_change_p, rounded, wilson_interval
from voc.domain.review import Finding, Source, Verdict
from voc.domain.taxonomy import Cause
from voc.domain.week import Week

QUOTES = 3
# The interval of a difference that nothing is known of.
UNTOLD = (-1.0, 1.0)
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Counted:
    """One contact as it is counted; `scored_low` where the customer's own score says dissatisfied.

    `key` is the one it is stored under, None where it is not stored.
    """

    contact_id: str
    occurred_at: datetime | None
    queue: str | None
    channel: str | None
    verdict: Verdict
    scored_low: bool = False
    weight: float = 1.0
    key: int | None = None

    @property
    def order(self) -> tuple[str, str]:
        """Sort key: by time, undated ones first, then by id."""
        at = self.occurred_at
        return "" if at is None else at.astimezone(UTC).isoformat(), self.contact_id

    @property
    def dissatisfied(self) -> bool:
        """Counted as dissatisfied: by the customer's own score, or by a verdict that is not waiting for a person."""
        return self.verdict.dissatisfied and (self.scored_low or not self.verdict.pending)


@dataclass(frozen=True, slots=True, order=True)
class PointKey:
    """What makes two complaints the same point."""

    kind: Kind
    cause: Cause
    factor: str
    business_object: str


class Direction(StrEnum):
    """Whether the last week differs from those before by more than chance."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {"up": "上升", "down": "下降", "unclear": "无明显变化"}[self.value]


@dataclass(frozen=True, slots=True)
class Trend:
    """Contacts in each week (`weekly_counts`, as `weeks`), and the last week against the earlier ones.

    `change` is the difference of shares (last week minus the earlier weeks together) with its 95 % interval; `p_value`
    is that of the exact test of the same rate, which holds for small counts too and alone decides the direction. No
    correction for many points being looked at together.
    """

    weeks: tuple[Week, ...]
    weekly_counts: tuple[int, ...]
    change: float
    change_interval: tuple[float, float]
    p_value: float = 1.0

    @property
    def told(self) -> bool:
        """Whether there was anything to compare: contacts both in the last week and before."""
        return self.change_interval != UNTOLD

    @property
    def direction(self) -> Direction:
        if self.p_value > SIGNIFICANT:
            return Direction.UNCLEAR
        return Direction.UP if self.change > 0 else Direction.DOWN


@dataclass(frozen=True, slots=True)
class _Point:
    """Count of contacts, their share of all contacts looked at (with 95 % interval), trend and quotes.

    `weighted_count` differs from `contact_count` only where contacts are shared between departments; `reviewed_count`
    says how many of them a person decided. `quoted_keys` are those of the contacts that the quotes are from.
    """

    key: PointKey
    contact_count: int
    weighted_count: float
    reviewed_count: int
    share: float
    interval: tuple[float, float]
    trend: Trend
    quotes: tuple[str, ...]
    contact_ids: tuple[str, ...]
    quoted_keys: tuple[int, ...]


class PainPoint(_Point):
    """痛点: something that hurts today."""

    __slots__ = ()


class ItchPoint(_Point):
    """痒点: something wished for, nothing being broken."""

    __slots__ = ()


def find_points(
    contacts: Iterable[Counted], *, zone: tzinfo, last: Week | None = None
) -> tuple[PainPoint | ItchPoint, ...]:
    """Every point among the contacts, most frequent first, then by name; trends end with the week `last` (the latest).

    A contact counts once for each point. Contacts whose verdict waits for a person are not counted, neither in the
    count nor in the total of the share.
    """
    decided = [c for c in contacts if not c.verdict.pending]
    weeks = _weeks(decided, zone, last)
    members: dict[PointKey, list[tuple[Counted, Finding]]] = defaultdict(list)
    for contact in decided:
        for key, finding in _keys(contact.verdict.findings).items():
            members[key].append((contact, finding))
    totals = Counter(Week.of(c.occurred_at, zone) for c in decided if c.occurred_at is not None)
    points = [_point(key, found, len(decided), weeks, totals, zone) for key, found in members.items()]
    return tuple(sorted(points, key=lambda p: (-p.weighted_count, -p.contact_count, p.key)))


def _keys(findings: Sequence[Finding]) -> dict[PointKey, Finding]:
    return {PointKey(f.kind, f.cause, f.factor or "", f.business_object or ""): f for f in reversed(findings)}


def _weeks(contacts: Sequence[Counted], zone: tzinfo, last: Week | None) -> tuple[Week, ...]:
    seen = [Week.of(c.occurred_at, zone) for c in contacts if c.occurred_at is not None]
    if not seen:
        return ()
    weeks = [min(seen)]
    while weeks[-1] < (last or max(seen)):
        weeks.append(weeks[-1].shifted(1))
    return tuple(weeks)


def _point(
    key: PointKey,
    found: Sequence[tuple[Counted, Finding]],
    total: int,
    weeks: tuple[Week, ...],
    totals: Mapping[Week, int],
    zone: tzinfo,
) -> PainPoint | ItchPoint:
    count = len(found)
    dated = Counter(Week.of(c.occurred_at, zone) for c, _ in found if c.occurred_at is not None)
    ordered = sorted(found, key=lambda pair: pair[0].order)
    quoted = _quoted(ordered)
    shape = PainPoint if key.kind is Kind.PAIN else ItchPoint
    return shape(
        key,
        count,
        rounded(fsum(c.weight for c, _ in found)),
        sum(c.verdict.source is Source.PERSON for c, _ in found),
        rounded(count / total),
        wilson_interval(count, total),
        _trend(weeks, dated, totals),
        tuple(quoted),
        tuple(c.contact_id for c, _ in ordered),
        tuple(dict.fromkeys(c.key for c in quoted.values() if c.key is not None)),
    )


def _trend(weeks: tuple[Week, ...], dated: Mapping[Week, int], totals: Mapping[Week, int]) -> Trend:
    counts = tuple(dated.get(week, 0) for week in weeks)
    if len(weeks) < 2:
        return Trend(weeks, counts, 0.0, UNTOLD)
    last, last_total = counts[-1], totals.get(weeks[-1], 0)
    before, before_total = sum(counts[:-1]), sum(totals.get(week, 0) for week in weeks[:-1])
    change = (last / last_total if last_total else 0.0) - (before / before_total if before_total else 0.0)
    shares = last, last_total, before, before_total
    return Trend(weeks, counts, rounded(change), difference_interval(*shares), rate_change_p(*shares))


def _quoted(ordered: Sequence[tuple[Counted, Finding]]) -> dict[str, Counted]:
    """The latest different quotes, newest first, each with the contact it is from."""
    quoted: dict[str, Counted] = {}
    for contact, finding in reversed(ordered):
        for evidence in finding.evidence[:1]:
            if len(quoted) < QUOTES:
                quoted.setdefault(evidence.text, contact)
    return quoted

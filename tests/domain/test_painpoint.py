from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, counted, finding
from tests.domain.strategies import contacts
from voc.domain.attribution import Kind
from voc.domain.numbers import difference_interval, rounded, wilson_interval
from voc.domain.painpoint import (
    QUOTES,
    Counted,
    Direction,
    ItchPoint,
    PainPoint,
    PointKey,
    Trend,
    find_points,
)
from voc.domain.review import Source
from voc.domain.taxonomy import Cause
from voc.domain.week import Week

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(weeks=1)


def keys_of(contact: Counted) -> set[PointKey]:
    found = contact.verdict.findings
    return {PointKey(f.kind, f.cause, f.factor or "", f.business_object or "") for f in found}


def many(count: int, total: int, *, weeks_ago: int = 0) -> list[Counted]:
    """Contacts of one week, the first `count` of them with a point."""
    at = NOW - weeks_ago * WEEK
    return [
        counted(f"C-{weeks_ago}-{n}", *((finding(),) if n < count else ()), occurred_at=at + timedelta(minutes=n))
        for n in range(total)
    ]


@given(contacts().flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_the_order_of_the_contacts_changes_nothing(drawn: tuple[list[Counted], list[Counted]]) -> None:
    ordered, shuffled = drawn
    assert find_points(ordered, zone=UTC) == find_points(shuffled, zone=UTC)


@given(contacts())
def test_a_contact_counts_once_for_each_of_its_points_and_not_while_it_is_pending(drawn: list[Counted]) -> None:
    decided = [c for c in drawn if not c.verdict.pending]
    points = {p.key: p for p in find_points(drawn, zone=UTC)}
    assert set(points) == {key for c in decided for key in keys_of(c)}
    for key, point in points.items():
        own = [c for c in decided if key in keys_of(c)]
        assert sorted(point.contact_ids) == sorted(c.contact_id for c in own)
        assert point.contact_count == len(own)
        assert point.weighted_count == rounded(sum(c.weight for c in own))
        assert point.reviewed_count == len([c for c in own if c.verdict.source is Source.PERSON])
        assert point.share == rounded(len(own) / len(decided))
        assert point.interval == wilson_interval(len(own), len(decided))


@given(contacts())
def test_points_stand_most_frequent_first_and_are_of_the_shape_of_their_kind(drawn: list[Counted]) -> None:
    points = find_points(drawn, zone=UTC)
    assert [p.weighted_count for p in points] == sorted((p.weighted_count for p in points), reverse=True)
    assert all(type(p) is (PainPoint if p.key.kind is Kind.PAIN else ItchPoint) for p in points)


@given(contacts(), st.sampled_from([UTC, SHANGHAI]))
def test_every_point_has_the_same_unbroken_weeks_and_all_its_dated_contacts_in_them(
    drawn: list[Counted], zone: ZoneInfo
) -> None:
    dated = {c.contact_id for c in drawn if c.occurred_at is not None}
    points = find_points(drawn, zone=zone)
    assert len({p.trend.weeks for p in points}) <= 1
    for point in points:
        trend = point.trend
        assert all(a.shifted(1) == b for a, b in zip(trend.weeks, trend.weeks[1:], strict=False))
        assert sum(trend.weekly_counts) == len(dated & set(point.contact_ids))
        assert len(trend.weekly_counts) == len(trend.weeks)


def test_equally_frequent_points_stand_by_name() -> None:
    found = [finding("rule.fee"), finding("product.speed"), finding("product.speed", kind=Kind.ITCH)]
    points = find_points([counted("C-1", *found)], zone=UTC)
    assert [(p.key.kind, p.key.factor) for p in points] == [
        (Kind.ITCH, "product.speed"),
        (Kind.PAIN, "product.speed"),
        (Kind.PAIN, "rule.fee"),
    ]


def test_what_is_not_known_of_a_finding_is_empty_in_the_key() -> None:
    (point,) = find_points([counted("C-1", finding(None, cause=Cause.RULE, about=None))], zone=UTC)
    assert point.key == PointKey(Kind.PAIN, Cause.RULE, "", "")


def test_no_contacts_have_no_points() -> None:
    assert find_points([], zone=UTC) == ()
    assert find_points([counted("C-1"), counted("C-2", finding(), pending=True)], zone=UTC) == ()


def test_quotes_are_the_latest_different_ones_newest_first() -> None:
    said = ["一", "二", "二", "三", "四", "四"]
    found = [
        counted(f"C-{n}", finding(texts=[text, "不引用"]), occurred_at=NOW + n * WEEK, key=n)
        for n, text in enumerate(said)
    ]
    (point,) = find_points(found, zone=UTC)
    assert point.quotes == ("四", "三", "二")
    assert len(point.quotes) == QUOTES
    assert point.quoted_keys == (5, 3, 2)


def test_the_quote_of_a_contact_is_that_of_its_first_finding() -> None:
    (point,) = find_points([counted("C-1", finding(texts=["先"]), finding(texts=["后"]))], zone=UTC)
    assert (point.quotes, point.quoted_keys) == (("先",), ())


def test_undated_contacts_count_but_have_no_week() -> None:
    (point,) = find_points([counted("C-1", finding(), occurred_at=None), counted("C-2", finding())], zone=UTC)
    assert point.contact_count == 2
    assert (point.trend.weeks, point.trend.weekly_counts) == ((Week(2026, 45),), (1,))
    (undated,) = find_points([counted("C-1", finding(), occurred_at=None)], zone=UTC)
    assert undated.trend == Trend((), (), 0.0, (-1.0, 1.0))


def test_one_week_alone_has_no_trend() -> None:
    (point,) = find_points(many(5, 9), zone=UTC)
    assert point.trend == Trend((Week(2026, 45),), (5,), 0.0, (-1.0, 1.0))
    assert point.trend.direction is Direction.UNCLEAR


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [((1, 60), (20, 60), Direction.UP), ((30, 60), (2, 60), Direction.DOWN), ((5, 60), (7, 60), Direction.UNCLEAR)],
)
def test_the_last_week_is_held_against_the_earlier_ones(
    before: tuple[int, int], now: tuple[int, int], direction: Direction
) -> None:
    (point,) = find_points([*many(*before, weeks_ago=2), *many(*now)], zone=UTC)
    assert point.trend.weekly_counts == (before[0], 0, now[0])
    assert point.trend.change == rounded(now[0] / now[1] - before[0] / before[1])
    assert point.trend.change_interval == difference_interval(*now, *before)
    assert point.trend.direction is direction


def test_the_zone_decides_the_week_of_a_contact_at_night() -> None:
    # Monday 00:30 in Shanghai.
    late = counted("C-1", finding(), occurred_at=NOW.replace(day=8, hour=16, minute=30))
    (in_utc,), (in_shanghai,) = find_points([late], zone=UTC), find_points([late], zone=SHANGHAI)
    assert (in_utc.trend.weeks, in_shanghai.trend.weeks) == ((Week(2026, 45),), (Week(2026, 46),))


@pytest.mark.parametrize(
    ("dissatisfied", "pending", "scored_low", "counts"),
    [
        (True, False, False, True),
        (True, True, False, False),
        (True, True, True, True),
        (False, True, True, False),
        (False, False, True, False),
    ],
)
def test_a_pending_contact_is_dissatisfied_only_by_its_own_score(
    dissatisfied: bool, pending: bool, scored_low: bool, counts: bool
) -> None:
    contact = counted("C-1", dissatisfied=dissatisfied, pending=pending, scored_low=scored_low)
    assert contact.dissatisfied is counts


def test_directions_are_shown_in_chinese() -> None:
    assert [direction.label for direction in Direction] == ["上升", "下降", "无明显变化"]


def test_a_trend_goes_on_to_the_week_that_is_asked_for() -> None:
    last = Week.of(NOW, UTC).shifted(2)
    [point] = find_points(many(2, 9) + many(1, 9, weeks_ago=1), zone=UTC, last=last)
    assert point.trend.weeks[-1] == last
    assert point.trend.weekly_counts == (1, 2, 0, 0)
    assert not point.trend.told


def test_quotes_stand_by_time_whatever_the_zone_they_were_given_in() -> None:
    early = counted("C-1", finding(texts=("早",)), occurred_at=NOW.replace(hour=4).astimezone(SHANGHAI))
    late = counted("C-2", finding(texts=("晚",)), occurred_at=NOW.replace(hour=9))
    [point] = find_points([early, late], zone=UTC)
    assert point.quotes == ("晚", "早")


def test_weights_add_up_to_the_same_in_any_order() -> None:
    weights = (0.02361, 0.57536, 0.28278)
    drawn = [counted(f"C-{n}", finding(), weight=w) for n, w in enumerate(weights)]
    assert find_points(drawn, zone=UTC)[0].weighted_count == find_points(drawn[::-1], zone=UTC)[0].weighted_count

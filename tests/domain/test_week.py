from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.week import Week, day_start
from voc.errors import InputError

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from([SHANGHAI, UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")])
DAYS = st.dates(date(2000, 1, 10), date(2049, 12, 20))
MOMENTS = st.datetimes(
    datetime(2000, 1, 10),  # noqa: DTZ001
    datetime(2049, 12, 20),  # noqa: DTZ001
    timezones=ZONES,
)


@pytest.mark.parametrize("text", ["2026-W45", "2026W45", " 2026-W45\n"])
def test_a_week_is_read_with_or_without_hyphen(text: str) -> None:
    assert Week.parse(text) == Week(2026, 45)


@pytest.mark.parametrize("text", ["", "2026", "2026-45", "2026-W5", "2026-W455", "26-W45", "2026-w45", "本周"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="周的写法应为 2026-W45"):
        Week.parse(text)


@pytest.mark.parametrize(("text", "number"), [("2025-W53", 53), ("2026-W54", 54), ("2026-W00", 0)])
def test_a_week_that_the_year_has_not_is_refused(text: str, number: int) -> None:
    with pytest.raises(InputError, match=f"年没有第 {number} 周"):
        Week.parse(text)


def test_a_long_year_has_week_53() -> None:
    assert Week.parse("2026-W53").monday == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2021, 1, 1, 12, tzinfo=UTC), Week(2020, 53)),
        (datetime(2024, 12, 30, 12, tzinfo=UTC), Week(2025, 1)),
        (datetime(2027, 1, 3, 12, tzinfo=UTC), Week(2026, 53)),
    ],
)
def test_days_at_the_turn_of_the_year_belong_to_the_year_of_their_thursday(moment: datetime, week: Week) -> None:
    assert Week.of(moment, UTC) == week


def test_sunday_evening_in_utc_is_already_next_year_in_shanghai() -> None:
    moment = datetime(2027, 1, 3, 16, 30, tzinfo=UTC)
    assert (Week.of(moment, UTC), Week.of(moment, SHANGHAI)) == (Week(2026, 53), Week(2027, 1))


def test_bounds_are_mondays_at_midnight_of_the_zone_in_utc() -> None:
    assert Week(2026, 45).bounds(SHANGHAI) == (
        datetime(2026, 11, 1, 16, tzinfo=UTC),
        datetime(2026, 11, 8, 16, tzinfo=UTC),
    )


def test_the_week_in_which_clocks_go_back_is_an_hour_longer() -> None:
    first, after = Week(2026, 44).bounds(ZoneInfo("America/New_York"))
    assert after - first == timedelta(days=7, hours=1)


def test_a_day_starts_at_midnight_of_its_zone() -> None:
    assert day_start(date(2026, 11, 2), SHANGHAI) == datetime(2026, 11, 1, 16, tzinfo=UTC)


@given(MOMENTS, ZONES)
def test_every_moment_lies_within_the_bounds_of_its_own_week(moment: datetime, zone: ZoneInfo) -> None:
    first, after = Week.of(moment, zone).bounds(zone)
    assert first <= moment < after


@given(DAYS, ZONES)
def test_bounds_of_one_week_are_followed_by_those_of_the_next(day: date, zone: ZoneInfo) -> None:
    week = Week(*day.isocalendar()[:2])
    first, after = week.bounds(zone)
    assert Week.of(first, zone) == Week.of(after - timedelta(microseconds=1), zone) == week
    assert Week.of(after, zone) == week.shifted(1)


@given(DAYS, st.integers(-60, 60))
def test_shifting_there_and_back_is_the_same_week_and_keeps_the_order(day: date, weeks: int) -> None:
    week = Week(*day.isocalendar()[:2])
    shifted = week.shifted(weeks)
    assert shifted.shifted(-weeks) == week
    assert (shifted > week) == (weeks > 0)


@given(DAYS)
def test_a_written_week_reads_as_itself(day: date) -> None:
    week = Week(*day.isocalendar()[:2])
    assert Week.parse(str(week)) == week

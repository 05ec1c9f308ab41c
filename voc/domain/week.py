"""ISO weeks, cut in a stated zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from voc.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO 8601 week, Monday to Sunday.

    >>> str(Week.parse("2026-W45")), Week.parse("2026-W45").monday
    ('2026-W45', datetime.date(2026, 11, 2))
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read `2026-W45`; InputError for anything else, a week that the year has not included."""
        match = re.fullmatch(r"(\d{4})-?W(\d{2})", text.strip())
        if not match:
            raise InputError(f"周的写法应为 2026-W45，而不是“{text}”")
        week = cls(int(match[1]), int(match[2]))
        try:
            date.fromisocalendar(week.year, week.number, 1)
        except ValueError:
            raise InputError(f"{week.year} 年没有第 {week.number} 周") from None
        return week

    @classmethod
    def of(cls, moment: datetime, zone: tzinfo) -> "Week":
        """The week in which an aware time falls, seen from a zone."""
        year, number, _ = moment.astimezone(zone).isocalendar()
        return cls(year, number)

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    def shifted(self, weeks: int) -> "Week":
        """The week so many weeks later.

        >>> str(Week(2026, 53).shifted(1))
        '2027-W01'
        """
        year, number, _ = (self.monday + timedelta(weeks=weeks)).isocalendar()
        return Week(year, number)

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """First instant of the week and of the next one, in UTC."""
        return day_start(self.monday, zone), day_start(self.shifted(1).monday, zone)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


def day_start(day: date, zone: tzinfo) -> datetime:
    """Midnight of a day in a zone, as UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)

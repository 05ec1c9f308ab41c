from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from voc.domain.reviewing.calibration import CalibrationSession
from voc.storage.calibrations import Calibrations
from voc.storage.timed import ALWAYS, OLDEST_FIRST, Within

HOUR = timedelta(hours=1)


@pytest.fixture
def listed(session: Session) -> Callable[..., list[str]]:
    """Four of which the second and third were opened at the same time, and the last is closed."""
    calibrations = Calibrations(session)
    for id, hours in (("a", 0), ("b", 1), ("c", 1), ("d", 2)):
        calibrations.open(CalibrationSession(id, id, "x", ("y",), (1,), "x", NOW + hours * HOUR))
    calibrations.close(calibrations.read("d").closed(at=NOW + 3 * HOUR))
    return lambda **asked: [one.id for one in calibrations.page(**asked)]


def test_a_list_begins_at_either_end_and_goes_on_after_a_place(listed: Callable[..., list[str]]) -> None:
    assert listed(within=ALWAYS) == ["d", "c", "b", "a"]
    assert listed(within=OLDEST_FIRST) == ["a", "b", "c", "d"]
    place = (NOW + HOUR, "b")
    assert listed(within=ALWAYS, after=place) == ["a"]
    assert listed(within=OLDEST_FIRST, after=place) == ["c", "d"]


def test_a_period_has_its_beginning_and_not_its_end(listed: Callable[..., list[str]]) -> None:
    assert listed(within=Within(since=NOW + HOUR, until=NOW + 2 * HOUR)) == ["c", "b"]
    assert listed(within=Within(since=NOW + HOUR)) == ["d", "c", "b"]


def test_what_is_open_is_told_from_what_is_closed(listed: Callable[..., list[str]]) -> None:
    assert (listed(is_open=True), listed(is_open=False)) == (["c", "b", "a"], ["d"])

import pytest
from sqlalchemy.orm import Session

from tests.storage.builders import LATER, NOW
from voc.domain.reviewing.calibration import CalibrationSession
from voc.errors import NotFoundError
from voc.storage.calibrations import Calibrations


def test_a_session_is_kept_and_closed(session: Session) -> None:
    calibrations = Calibrations(session)
    opened = CalibrationSession("K-1", "十一月", "赵专家", ("王检", "李检"), (3, 1), "钱主管", NOW)
    newer = CalibrationSession("K-2", "十二月", "赵专家", ("王检",), (2,), "钱主管", LATER)
    calibrations.open(opened)
    calibrations.open(newer)
    assert calibrations.all() == (newer, opened)
    calibrations.close(opened.closed(at=LATER))
    assert calibrations.read("K-1") == opened.closed(at=LATER)
    with pytest.raises(NotFoundError, match="K-3"):
        calibrations.read("K-3")


def test_sessions_are_read_page_by_page(session: Session) -> None:
    calibrations = Calibrations(session)
    every = [CalibrationSession(f"K-{n}", "十一月", "赵专家", ("王检",), (1,), "钱主管", NOW) for n in range(3)]
    for one in every:
        calibrations.open(one)
    assert list(calibrations.page()) == every[::-1]
    assert list(calibrations.page(after=(NOW, "K-1"))) == every[:1]
    assert calibrations.get("K-1") == every[1]
    with pytest.raises(NotFoundError, match="K-3"):
        calibrations.get("K-3")

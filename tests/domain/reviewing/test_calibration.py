import pytest

from tests.builders import NOW
from tests.domain.reviewing.answers import LATER
from voc.domain.reviewing.calibration import CalibrationSession
from voc.errors import ConflictError, InputError


def session(
    expert: str = "赵专家", inspectors: tuple[str, ...] = ("王检", "李检"), keys: tuple[int, ...] = (1,)
) -> CalibrationSession:
    return CalibrationSession("K-1", "十一月校准", expert, inspectors, keys, "钱主管", NOW)


def test_the_expert_takes_part_before_the_inspectors() -> None:
    assert session().participants == ("赵专家", "王检", "李检")


def test_a_session_ends_once() -> None:
    with pytest.raises(ConflictError, match="已经结束"):
        session().closed(at=LATER).closed(at=LATER)


@pytest.mark.parametrize(("inspectors", "keys"), [((), (1,)), (("王检",), ())])
def test_somebody_answers_something(inspectors: tuple[str, ...], keys: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="至少"):
        session(inspectors=inspectors, keys=keys)


@pytest.mark.parametrize("inspectors", [("赵专家",), ("王检", "王检")])
def test_nobody_takes_part_twice(inspectors: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="不能重复"):
        session(inspectors=inspectors)

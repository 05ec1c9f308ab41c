import pytest

from voc.domain.painpoint import Trend
from voc.domain.week import Week
from voc.export.labels import object_label, trend_label

TWO = (Week(2026, 44), Week(2026, 45))


@pytest.mark.parametrize(
    ("change", "p_value", "label"),
    [(0.1, 0.01, "▲ 上升"), (-0.1, 0.01, "▼ 下降"), (0.1, 0.2, "— 无明显变化")],
)
def test_a_trend_is_named_by_its_direction(change: float, p_value: float, label: str) -> None:
    assert trend_label(Trend(TWO, (1, 2), change, (0.05, 0.15), p_value)) == label


def test_one_week_has_no_trend() -> None:
    assert trend_label(Trend(TWO[:1], (1,), 0.0, (-1.0, 1.0))) == "周数不足"


def test_a_point_without_object_says_so() -> None:
    assert (object_label(""), object_label(None), object_label("转账")) == ("未指明", "未指明", "转账")

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from tests.export.evaluation.values import BINS, FIGURE, evaluation
from voc.domain.evaluation import Confusion, CoveragePoint, Figure
from voc.export.evaluation.charts import confusion_chart, coverage_chart, interval_chart, reliability_chart


def test_a_confusion_shows_every_count_and_names_rows_and_columns() -> None:
    drawn = confusion_chart(Confusion(("a", "b"), ((37, 2), (0, 41))), {"a": "甲", "b": "乙"}.__getitem__, title="混淆")
    ElementTree.fromstring(drawn)
    assert [drawn.count(f">{word}</text>") for word in ("甲", "乙", "37", "2", "41", "0")] == [2, 2, 1, 1, 1, 0]


def test_the_darker_a_cell_the_larger_its_share_of_the_row() -> None:
    drawn = confusion_chart(Confusion(("a", "b"), ((9, 1), (0, 0))), str, title="混淆")
    strong, weak = re.findall(r'fill-opacity="([\d.]+)"', drawn)
    assert float(strong) > float(weak) > 0


def test_reliability_has_a_dot_with_its_interval_for_every_bin() -> None:
    drawn = reliability_chart(BINS, title="人与人交互", colour="#123456")
    ElementTree.fromstring(drawn)
    assert drawn.count("<circle") == len(BINS)
    assert "0%–10%：20 个，预测 2%，实际 5%" in drawn
    assert "人与人交互" in drawn


def test_reliability_without_anything_is_an_empty_frame() -> None:
    drawn = reliability_chart((), title="规则", colour="#123456")
    ElementTree.fromstring(drawn)
    assert "<circle" not in drawn


def test_the_curve_says_the_error_of_all_and_of_what_does_not_wait() -> None:
    drawn = coverage_chart(evaluation().curve, Figure(0.0512, 270), Figure(0.1, 300))
    ElementTree.fromstring(drawn)
    assert "全部：10%" in drawn
    assert "不待人工：保留 90%，错误率 5.1%" in drawn


def test_where_everything_waits_there_is_no_dot() -> None:
    drawn = coverage_chart(evaluation().curve, Figure(None, 0), Figure(1.0, 300))
    assert "<circle" not in drawn
    assert "不待人工" not in drawn


def test_a_long_curve_is_thinned_to_what_can_be_seen() -> None:
    curve = tuple(CoveragePoint(1 - n / 5000, n / 5000, 0.1) for n in range(1, 5001))
    drawn = coverage_chart(curve, FIGURE, FIGURE)
    [points] = re.findall(r'polyline points="([^"]*)"', drawn)
    assert 100 < len(points.split()) <= 202
    assert points.endswith(f"{points.split()[-1]}")
    assert points.split()[-1].startswith("540,")


def test_an_interval_stands_on_its_bar() -> None:
    assert interval_chart(FIGURE).count("<line") == 3
    bare = interval_chart(replace(FIGURE, interval=None))
    assert "<line" not in bare
    assert 'width="145.2"' in bare
    assert 'width="0"' in interval_chart(Figure(None, 0))

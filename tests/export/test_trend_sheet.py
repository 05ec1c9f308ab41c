from collections.abc import Callable

from openpyxl import Workbook

from voc.domain.attribution import Kind
from voc.domain.report import WeeklyReport

from .builders import WEEK, contact, finding, report_of, ten_weeks

Opened = Callable[[WeeklyReport], Workbook]


def test_the_ten_most_frequent_points_have_a_row_and_a_line_each(opened: Opened) -> None:
    report = report_of(*ten_weeks())
    sheet = opened(report)["趋势"]
    rows = list(sheet.iter_rows(min_row=5, max_row=15, values_only=True))
    assert [list(row[4:14]) for row in rows[:10]] == [list(p.trend.weekly_counts) for p in report.history[:10]]
    assert set(rows[10]) == {None}
    (chart,) = sheet._charts
    assert len(chart.series) == 10
    assert chart.series[9].val.numRef.f == "趋势!$E$14:$N$14"


def test_weeks_are_named_and_the_last_column_says_where_it_goes(opened: Opened) -> None:
    sheet = opened(report_of(*ten_weeks()))["趋势"]
    header = [cell.value for cell in sheet[4]]
    assert header == ["痛点与痒点", "类别", "原因", "合计", *(f"2026\nW{n}" for n in range(36, 46)), "本周走势"]
    assert sheet["O5"].value == "▲ 上升"


def test_a_wish_is_told_from_a_pain_of_the_same_name(opened: Opened) -> None:
    report = report_of(contact("C-1", finding()), contact("C-2", finding(kind=Kind.ITCH)))
    sheet = opened(report)["趋势"]
    assert {sheet["A5"].value, sheet["A6"].value} == {"手机银行 · 系统稳定", "手机银行 · 系统稳定（痒点）"}


def test_a_week_in_which_nothing_was_decided_counts_zero_and_has_no_trend(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1", finding(), week=WEEK.shifted(-2))))["趋势"]
    assert [cell.value for cell in sheet[4]][4:] == ["2026\nW43", "2026\nW44", "2026\nW45", "本周走势"]
    assert [cell.value for cell in sheet[5]][4:] == [1, 0, 0, "本周无判定"]


def test_nothing_ever_counted_says_so(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1")))["趋势"]
    assert sheet["A4"].value == "截至本周没有可计数的痛点或痒点。"
    assert sheet._charts == []

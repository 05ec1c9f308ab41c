from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from voc.domain.attribution import Kind
from voc.domain.report import WeeklyReport
from voc.domain.review import Source
from voc.domain.taxonomy import Cause

from .builders import SHARED, WEEK, contact, finding, report_of, ten_weeks

Opened = Callable[[WeeklyReport], Workbook]


def table(sheet: Worksheet) -> list[dict[object, object]]:
    """The rows under the header, by their titles."""
    header, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return [{title: v for title, v in zip(header, row, strict=True) if title is not None} for row in rows]


def test_a_point_shows_its_numbers_and_quotes(opened: Opened) -> None:
    report = report_of(
        contact("C-1", finding("rule.channel", "非得去网点", about="手机号变更")),
        contact("C-2", finding("rule.channel", "跑一趟", about="手机号变更"), hour=10, source=Source.PERSON),
        contact("C-3"),
        contact("C-4"),
    )
    (row,) = table(opened(report)["痛点"])
    assert row == {
        "名次": 1,
        "业务对象": "手机号变更",
        "因子": "渠道限制",
        "原因": "规则产生",
        "接触数": 2,
        "其中人工复核": 1,
        "占比": 0.5,
        "占比的\n95% 区间": "15.0% – 85.0%",
        "趋势": "周数不足",
        "占比变化\n（百分点）": None,
        "变化的 95% 区间\n（百分点）": None,
        "客户原话（新的在前）": "“跑一趟”\n“非得去网点”",
    }


def test_the_trend_looks_back_over_all_weeks(opened: Opened) -> None:
    report = report_of(*ten_weeks())
    first = table(opened(report)["痛点"])[0]
    point = next(point for point in report.history if point.key == report.points[0].key)
    assert first["趋势"] == "▲ 上升"
    assert first["占比变化\n（百分点）"] == round(point.trend.change * 100, 2)
    assert first["变化的 95% 区间\n（百分点）"] == "+3.0 – +16.2"


def test_pain_and_itch_have_a_sheet_each(opened: Opened) -> None:
    book = opened(report_of(contact("C-1", finding(), finding("product.completeness", "要是有就好了", kind=Kind.ITCH))))
    assert [row["因子"] for row in table(book["痛点"])] == ["系统稳定"]
    assert [row["因子"] for row in table(book["痒点"])] == ["功能完整"]


def test_weighted_counts_stand_there_only_where_they_differ(opened: Opened) -> None:
    shared = opened(report_of(contact("C-1", finding("rule.fee", "贵")), departments=SHARED))["痛点"]
    assert [(row["接触数"], row["加权数"]) for row in table(shared)] == [(1, 0.4)]
    alone = opened(report_of(contact("C-1", finding("rule.fee", "贵"))))["痛点"]
    assert "加权数" not in table(alone)[0]


def test_the_chart_shows_ten_and_the_table_all(opened: Opened) -> None:
    report = report_of(*ten_weeks())
    sheet = opened(report)["痛点"]
    expected = [point for point in report.points if point.key.kind is Kind.PAIN]
    assert len(table(sheet)) == len(expected) > 10
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == "痛点!$E$5:$E$14"
    assert chart.series[0].cat.strRef.f == "痛点!$M$5:$M$14"
    assert sheet.column_dimensions["M"].hidden
    assert sheet.auto_filter.ref == f"A4:L{4 + len(expected)}"


def test_shared_counts_are_charted_by_weight(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1", finding("rule.fee", "贵")), departments=SHARED))["痛点"]
    assert sheet._charts[0].series[0].val.numRef.f == "痛点!$F$5"


def test_a_week_without_points_says_so_and_has_no_chart(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1", finding(), pending=True)))["痛点"]
    assert sheet["A5"].value == "本周没有可计数的痛点。"
    assert sheet._charts == []


def test_a_point_without_object_or_factor_says_so(opened: Opened) -> None:
    vague = finding("person.attitude", "凶", about=None)
    report = report_of(contact("C-1", vague), contact("C-2", type(vague)(Cause.RULE, None, Kind.PAIN, None), week=WEEK))
    assert {(row["业务对象"], row["因子"]) for row in table(opened(report)["痛点"])} == {
        ("未指明", "服务态度"),
        ("未指明", "未细分"),
    }

from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from voc.domain.report import WeeklyReport
from voc.domain.review import Source

from .builders import SHARED, contact, finding, report_of

Opened = Callable[[WeeklyReport], Workbook]


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(v for v in row if v is not None) for row in sheet.iter_rows(values_only=True)]


def tiles(sheet: Worksheet) -> dict[object, object]:
    """Each figure under its label."""
    return {sheet.cell(4, column).value: sheet.cell(5, column).value for column in range(2, 8)}


def test_the_title_names_department_week_and_dates(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1")))["概览"]
    assert rows(sheet)[:2] == [("客户之声周报 · 电子银行部",), ("2026 年第 45 周（2026-11-02 至 2026-11-08）",)]


def test_the_figures_are_those_of_the_report(opened: Opened) -> None:
    report = report_of(
        contact("C-1", finding("product.speed", "卡")),
        contact("C-2", finding("product.speed", "卡"), finding("person.attitude", "凶")),
        contact("C-3"),
        contact("C-4", dissatisfied=True),
        contact("C-5", finding("rule.fee", "贵"), pending=True),
    )
    sheet = opened(report)["概览"]
    assert tiles(sheet) == {
        "接触": 5,
        "不满意": 3,
        "不满意率": 0.6,
        "座席无责": 0.5,
        "待人工": 1,
        "未说明原因": 1,
    }
    assert sheet["D5"].number_format == "0.0%"
    assert sheet["E6"].value == "95% 区间 9.4% – 90.5%"
    assert rows(sheet)[9:12] == [
        ("人与人交互", 1, 0.5, 0, 0),
        ("人与产品交互", 2, 1, 2, 1),
        ("规则产生", 0, 0, 0, 0),
    ]


def test_whose_word_counts_adds_up_to_all_contacts(opened: Opened) -> None:
    report = report_of(
        contact("C-1", finding("product.speed", "卡")),
        contact("C-2", finding("product.speed", "卡"), source=Source.PERSON),
        contact("C-3", source=Source.PERSON),
        contact("C-4", finding("product.speed", "卡"), pending=True),
    )
    words = {
        row[0]: row[1:] for row in rows(opened(report)["概览"]) if row and row[0] in ("机器判断", "人工复核", "待人工")
    }
    assert words == {"机器判断": (1, 1), "人工复核": (2, 1), "待人工": (1, 0)}


def test_shared_contacts_are_shown_with_decimals(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1", finding("rule.fee", "贵")), departments=SHARED))["概览"]
    assert sheet["B1"].value == "客户之声周报 · 运营管理部"
    assert (sheet["B5"].value, sheet["B5"].number_format) == (0.4, "#,##0.0#")


def test_the_five_most_frequent_pain_points_are_named(opened: Opened) -> None:
    names = [f"product.{name}" for name in ("speed", "security", "ivr", "device", "usability", "stability")]
    contacts = [
        contact(f"C-{place}-{n}", finding(name, "话")) for place, name in enumerate(names) for n in range(7 - place)
    ]
    listed = [
        row[0] for row in rows(opened(report_of(*contacts))["概览"]) if row and str(row[0]).startswith("手机银行 ·")
    ]
    assert listed == [f"手机银行 · {label}" for label in ("运行速度", "安全感", "语音菜单", "自助设备", "操作易用")]


def test_a_week_without_contacts_says_so(opened: Opened) -> None:
    assert ("本周没有接触记录。",) in rows(opened(report_of())["概览"])


def test_a_week_without_causes_has_no_share_of_blameless_and_no_chart(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1")))["概览"]
    assert (tiles(sheet)["座席无责"], sheet["E6"].value) == ("—", "没有已归因的接触")
    assert rows(sheet)[9] == ("人与人交互", 0, 0)
    assert any(row[:1] == ("本周没有已归因的不满意接触。",) for row in rows(sheet))
    assert sheet._charts == []

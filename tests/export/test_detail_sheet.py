from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.workbook import Workbook as NewWorkbook

from voc.domain.attribution import Kind
from voc.domain.report import WeeklyReport
from voc.domain.review import Finding, Source
from voc.domain.taxonomy import Cause
from voc.export.detail_sheet import write_details
from voc.export.style import Styles

from .builders import TAXONOMY, ZONE, contact, finding, report_of, ten_weeks

Opened = Callable[[WeeklyReport], Workbook]


def table(sheet: Worksheet) -> list[dict[object, object]]:
    header, *rows = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_finding_is_told_in_full(opened: Opened) -> None:
    report = report_of(contact("C-1", finding("rule.channel", "非得去网点", "白跑", about="手机号变更")))
    assert table(opened(report)["明细"]) == [
        {
            "编号": "C-1",
            "时间": datetime(2026, 11, 2, 9, tzinfo=UTC).replace(tzinfo=None),
            "队列": "电子银行",
            "渠道": "电话",
            "是否不满": "是",
            "原因": "规则产生",
            "因子": "渠道限制",
            "体验指标·子项": "功能满足性·申请变更便捷性",
            "监管类别（JR/T 0169）": "C3 管理制度、业务规则与流程",
            "业务对象": "手机号变更",
            "痛/痒": "痛点",
            "证据原话": "非得去网点\n白跑",
            "以谁为准": "机器判断",
            "权重": 1,
            "待人工": "否",
        }
    ]


def test_every_finding_has_a_row_and_a_contact_without_any_has_one_too(opened: Opened) -> None:
    report = report_of(*ten_weeks())
    rows = table(opened(report)["明细"])
    assert len(rows) == sum(max(1, len(c.verdict.findings)) for c in report.contacts)
    assert {row["编号"] for row in rows} == {c.contact_id for c in report.contacts}
    first = next(row for row in rows if str(row["编号"]).startswith("S-"))
    assert (first["原因"], first["因子"], first["证据原话"], first["是否不满"]) == (None, None, None, "否")


def test_dissatisfied_counts_by_the_rows_agree_with_the_totals(opened: Opened) -> None:
    report = report_of(*ten_weeks())
    rows = table(opened(report)["明细"])
    assert len({row["编号"] for row in rows if row["是否不满"] == "是"}) == report.totals.dissatisfied
    assert len({row["编号"] for row in rows if row["待人工"] == "是"}) == report.totals.pending


def test_a_proposal_is_neither_yes_nor_no_unless_the_customer_scored(opened: Opened) -> None:
    waiting = contact("C-1", finding(), pending=True)
    report = report_of(waiting, replace(waiting, contact_id="C-2", scored_low=True))
    assert [(row["是否不满"], row["待人工"]) for row in table(opened(report)["明细"])] == [("待定", "是"), ("是", "是")]


def test_what_is_not_known_stays_empty(opened: Opened) -> None:
    vague = Finding(Cause.PERSON, None, Kind.ITCH, None)
    (row,) = table(opened(report_of(contact("C-1", vague, source=Source.PERSON, queue=None, channel=None)))["明细"])
    assert (row["因子"], row["体验指标·子项"], row["业务对象"]) == ("未细分", None, "未指明")
    assert (row["队列"], row["渠道"], row["以谁为准"], row["痛/痒"]) == (None, None, "人工复核", "痒点")


def test_an_undated_contact_has_no_time(opened: Opened) -> None:
    undated = replace(report_of(contact("C-1")), contacts=(replace(contact("C-1"), occurred_at=None),))
    assert table(opened(undated)["明细"])[0]["时间"] is None


def test_the_header_is_frozen_and_filtered(opened: Opened) -> None:
    sheet = opened(report_of(contact("C-1"), contact("C-2")))["明细"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:O4")


def test_rows_beyond_one_sheet_go_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "details.xlsx"
    report = report_of(*(contact(f"C-{n}") for n in range(5)))
    with NewWorkbook(path) as book:
        write_details(book, Styles.of(book), report, TAXONOMY, zone=ZONE, rows_a_sheet=2)
    book = load_workbook(path)
    assert book.sheetnames == ["明细", "明细2", "明细3"]
    assert [row["编号"] for sheet in book for row in table(sheet)] == [f"C-{n}" for n in range(5)]

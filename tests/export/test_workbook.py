import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from voc.domain.report import WeeklyReport
from voc.domain.week import Week
from voc.errors import InputError, TaxonomyError
from voc.export.workbook import department_file_name, write_weekly_workbook

from .builders import ROOT, SHARED, TAXONOMY, WEEK, ZONE, contact, finding, report_of, ten_weeks

Opened = Callable[[WeeklyReport], Workbook]
SHEETS = ["概览", "痛点", "痒点", "趋势", "明细", "说明"]
DANGEROUS = (
    "=1+1",
    "+8613800000000",
    "-2+3",
    "@SUM(A1)",
    "http://a.cn/b",
    "mailto:a@b.cn",
    "\t缩进的话",
    "  前面有空格",
    "00123",
    "1e5",
    "{=A1}",
    "_x0041_",
    "😀 𠮷",
)

REPORTS = [
    pytest.param(report_of(*ten_weeks()), id="a full week"),
    pytest.param(report_of(*ten_weeks(), departments=SHARED), id="shared contacts"),
    pytest.param(report_of(), id="nothing at all"),
    pytest.param(report_of(contact("C-1", finding(), week=WEEK.shifted(-1))), id="nothing this week"),
    pytest.param(report_of(contact("C-1")), id="one satisfied contact"),
    pytest.param(report_of(contact("C-1", finding(), pending=True)), id="only a proposal"),
]


@pytest.mark.parametrize("report", REPORTS)
def test_every_report_has_all_sheets(opened: Opened, report: WeeklyReport) -> None:
    assert opened(report).sheetnames == SHEETS


@pytest.mark.parametrize("report", REPORTS)
def test_every_sheet_prints_landscape_as_wide_as_the_page_and_is_frozen(opened: Opened, report: WeeklyReport) -> None:
    for sheet in opened(report):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        if report.history or sheet.title != "趋势":
            assert sheet.freeze_panes is not None


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_customer_says_stays_text(opened: Opened, text: str) -> None:
    book = opened(report_of(contact("=C-1", finding("rule.fee", text, about="=1+1"), queue="+1")))
    cells = {cell.value: cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for said in (text, f"“{text}”", "=C-1", "=1+1", "+1"):
        assert cells[said].data_type == "s"
        assert cells[said].hyperlink is None


def test_no_cell_holds_a_formula(opened: Opened) -> None:
    book = opened(report_of(contact("C-1", *(finding("rule.fee", text, about=text) for text in DANGEROUS))))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_signs_that_a_workbook_cannot_hold_do_no_harm(opened: Opened) -> None:
    report = report_of(contact("C-1", finding("rule.fee", "坏\ud83d\x00\uffff字", about="对\x01象")))
    values = [cell.value for cell in opened(report)["明细"][3]]
    assert "坏\ufffd \ufffd字" in values
    assert "对 象" in values


def test_the_same_report_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from tests.export.builders import *;"
        "from voc.export.workbook import write_weekly_workbook as write;"
        "write(report_of(*ten_weeks()), Path('{}'), taxonomy=TAXONOMY, zone=ZONE)"
    )
    digests = set()
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.xlsx"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", program.format(path)], env=environment, check=True)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    write_weekly_workbook(report_of(*ten_weeks()), tmp_path / "own.xlsx", taxonomy=TAXONOMY, zone=ZONE)
    digests.add(hashlib.sha256((tmp_path / "own.xlsx").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_order_of_contacts_changes_nothing(tmp_path: Path) -> None:
    there, back = tmp_path / "there.xlsx", tmp_path / "back.xlsx"
    write_weekly_workbook(report_of(*ten_weeks()), there, taxonomy=TAXONOMY, zone=ZONE)
    write_weekly_workbook(report_of(*reversed(ten_weeks())), back, taxonomy=TAXONOMY, zone=ZONE)
    assert there.read_bytes() == back.read_bytes()


def test_the_workbook_is_dated_by_its_monday(opened: Opened) -> None:
    properties = opened(report_of()).properties
    assert properties.created.replace(tzinfo=UTC) == datetime(2026, 11, 2, tzinfo=UTC)
    assert properties.title == "客户之声周报 · 电子银行部 · 2026-W45"


def test_charts_are_native(tmp_path: Path) -> None:
    path = tmp_path / "week.xlsx"
    write_weekly_workbook(report_of(*ten_weeks()), path, taxonomy=TAXONOMY, zone=ZONE)
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    kinds = ["doughnutChart", "barChart", "barChart", "lineChart"]
    assert [kind for kind, chart in zip(kinds, charts, strict=True) if f"<c:{kind}>" not in chart] == []


def test_a_workbook_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "week.xlsx"
    path.write_text("old")
    with pytest.raises(TaxonomyError):
        write_weekly_workbook(
            report_of(contact("C-1", finding("rule.invented", "x"))), path, taxonomy=TAXONOMY, zone=ZONE
        )
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("week.xlsx", "old")]


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="文件夹不存在"):
        write_weekly_workbook(report_of(), tmp_path / "no" / "week.xlsx", taxonomy=TAXONOMY, zone=ZONE)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_a_file_name_is_safe_whatever_the_department(department: str) -> None:
    name = department_file_name(department, WEEK)
    assert name.startswith("2026-W45_")
    assert name.endswith(".xlsx")
    assert not set(name) & set('/\\:*?"<>|\x00\n')
    assert len(name.encode("utf8")) <= 255
    assert all(sign.isprintable() for sign in name)


_NEAR = [
    "零售/对公",
    "零售\\对公",
    "零售-对公",
    "零售_对公",
    "ATM部",
    "atm部",
    "Atm部",
    "部",
    " 部",
    "部.",
    "",
    "甲" * 200,
]
_NEAR += [
    "甲" * 201,
    "A_B",
    department_file_name("a/b", WEEK)[9:-5],
    "a/b",
    "Ｂ部",
    "B部",
    "é部",
    "e\u0301部",
    "ß",
    "SS",
]


def test_different_departments_have_different_files_even_where_case_is_ignored() -> None:
    assert len({department_file_name(name, WEEK).casefold() for name in _NEAR}) == len(_NEAR)


def test_another_week_is_another_file() -> None:
    assert department_file_name("信用卡中心", Week(2027, 1)) == "2027-W01_信用卡中心.xlsx"


def test_a_plain_name_stays_readable() -> None:
    assert department_file_name("ATM运营部2", WEEK) == "2026-W45_ATM运营部2.xlsx"
    assert department_file_name("零售部（北京）", WEEK).startswith("2026-W45_零售部-北京_")

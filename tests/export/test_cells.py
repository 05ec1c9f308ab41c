from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter.workbook import Workbook

from voc.export.cells import Column, cell_text, display_width, line_count, row_height, write_header, write_rows


def test_values_are_written_by_their_type(tmp_path: Path) -> None:
    path = tmp_path / "cells.xlsx"
    with Workbook(path) as book:
        plain, dated = book.add_format(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet()
        values = ("=1+1", "3", 0.5, datetime(2026, 11, 2, 9, tzinfo=UTC).replace(tzinfo=None), None)
        columns = [
            Column(str(n), 10, lambda _, v=v: v, lambda _, n=n: dated if n == 3 else plain)
            for n, v in enumerate(values)
        ]
        write_header(sheet, 0, 0, columns, plain)
        write_rows(sheet, 1, 0, columns, [0])
    sheet = load_workbook(path).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("0", "1", "2", "3", "4"), values]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "@x", "http://a.cn", "\t缩进", "00123", "多\n行", "😀𠮷"])
def test_ordinary_text_is_kept(text: str) -> None:
    assert cell_text(text) == text


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_a_cell_text_can_be_written_as_xml(text: str) -> None:
    clean = cell_text(text)
    assert clean.encode("utf8").decode("utf8") == clean
    assert all(sign in "\t\n" or (sign >= " " and sign not in "\x7f\ufffe\uffff") for sign in clean)
    assert cell_text(clean) == clean


@given(st.text(alphabet="网点a1\n", max_size=60), st.integers(2, 40))
def test_more_width_never_needs_more_lines(text: str, width: int) -> None:
    assert line_count(text, width) >= line_count(text, width + 1) >= text.count("\n") + 1


def test_chinese_is_twice_as_wide() -> None:
    assert display_width("网点") == 2 * display_width("ab")


def test_heights_stay_within_what_a_sheet_allows() -> None:
    assert row_height(["字" * 5000, None, 3], [10, 10, 10]) == 409.0
    assert row_height([None, 3], [10, 10]) == row_height(["短"], [10])

"""Values into cells: text stays text, whatever it begins with, and columns know how wide Chinese is."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Generic, TypeVar

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | float | datetime | None
Row = TypeVar("Row")

LINE_POINTS = 16.5
_FORBIDDEN = {code: " " for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n"}
_FORBIDDEN |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a table; `width` in half-width characters, `style` for each row."""

    title: str
    width: float
    value: Callable[[Row], Value]
    style: Callable[[Row], Format]


def cell_text(text: str) -> str:
    r"""A text without the characters that a workbook cannot hold.

    >>> cell_text("\t=1+1\r\n\x00")
    '\t=1+1\n '
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_FORBIDDEN)


def display_width(text: str) -> int:
    """Width of one line in half-width characters; a Chinese one takes two.

    >>> display_width("ATM吞卡")
    7
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def line_count(text: str, width: float) -> int:
    r"""Lines that a text takes in a wrapped cell so many half-width characters wide, at least one.

    >>> line_count("只能去网点办\n好", 8), line_count("", 8)
    (3, 1)
    """
    if 2 * len(text) <= width and "\n" not in text:
        return 1  # most cells: spares the look at each sign
    return sum(max(1, ceil(display_width(line) / width)) for line in text.split("\n"))


def write_cell(sheet: Worksheet, row: int, column: int, value: Value, style: Format) -> None:
    """Write by type: a string is never read as a formula, a number or an address."""
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case str():
            sheet.write_string(row, column, cell_text(value), style)
        case datetime():
            sheet.write_datetime(row, column, value, style)
        case _:
            sheet.write_number(row, column, value, style)


def write_header(sheet: Worksheet, row: int, first: int, columns: Sequence[Column[Row]], style: Format) -> None:
    """Column widths and titles."""
    for place, column in enumerate(columns, first):
        sheet.set_column(place, place, column.width)
        write_cell(sheet, row, place, column.title, style)


def write_rows(
    sheet: Worksheet, row: int, first: int, columns: Sequence[Column[Row]], rows: Iterable[Row], *, fitted: bool = False
) -> None:
    """Rows of a table from `row` on; `fitted` sets each height by its longest text, else the reader's program does."""
    for place, content in enumerate(rows, row):
        values = [column.value(content) for column in columns]
        if fitted:
            sheet.set_row(place, row_height(values, [column.width for column in columns]))
        for offset, (column, value) in enumerate(zip(columns, values, strict=True), first):
            write_cell(sheet, place, offset, value, column.style(content))


def row_height(values: Iterable[Value], widths: Iterable[float]) -> float:
    """Height in points at which every text of a row shows whole.

    >>> row_height(["只能去网点办", 3], [8, 10])
    39.0
    """
    lines = [line_count(v, w - 1) for v, w in zip(values, widths, strict=True) if isinstance(v, str)]
    return min(409.0, LINE_POINTS * max(lines, default=1) + 6)

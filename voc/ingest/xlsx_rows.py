"""Rows of a workbook's sheet, every cell as the text that a CSV file would hold."""

import copy
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from voc.errors import InputError
from voc.ingest.csv_rows import TableRow

_UNPACKED_LIMIT = 500_000_000
# Sheets shrink ten- to twentyfold. A part that unpacks to so many times its size is made to fill memory or a day.
_MOST_PACKED = 100
_UNPACKED_UNCHECKED = 20_000_000
# A cell of Excel holds 32,767 characters.
_TEXT_LIMIT = 1 << 20
# A sheet is read as a full rectangle: one stray cell in the far corner would take hundreds of gigabytes.
_CELL_LIMIT = 30_000_000
_CELL_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_OVERLAP = 32

Cell = int | float | str | bool | time | date | datetime | timedelta


def xlsx_rows(content: bytes, *, sheet: str | int, skip_rows: int, delimiter: str, file: str) -> Iterator[TableRow]:
    """Every row that is not blank, after `skip_rows`; InputError for what is no workbook or has not that sheet."""
    for number, values in enumerate(_sheet(content, sheet, file).iter_rows(), 1):
        cells = tuple(cell_text(value) for value in values)
        if number > skip_rows and any(cell.strip() for cell in cells):
            yield TableRow(number, cells, csv_line(cells, delimiter=delimiter))


def cell_text(value: Cell) -> str:
    """What a cell says.

    >>> cell_text(3.0), cell_text(True), cell_text(datetime(2026, 11, 2, 9, 14)), cell_text(timedelta(minutes=90))
    ('3', 'true', '2026-11-02 09:14:00', '1:30:00')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, timedelta):
        minutes, seconds = divmod(value.total_seconds(), 60)
        return f"{int(minutes) // 60}:{int(minutes) % 60:02d}:{seconds:06.3f}".removesuffix(".000")
    return str(value)


def csv_line(cells: Sequence[str], *, delimiter: str = ",") -> bytes:
    """A row as CSV, in UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _sheet(content: bytes, sheet: str | int, file: str) -> CalamineSheet:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check_size(parts, file)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if isinstance(sheet, str):
            if sheet not in workbook.sheet_names:
                raise InputError(f"{file} 里没有名为 {sheet} 的工作表")
            return workbook.get_sheet_by_name(sheet)
        if sheet > len(workbook.sheet_names):
            raise InputError(f"{file} 里没有第 {sheet} 张工作表")
        return workbook.get_sheet_by_index(sheet - 1)
    except (CalamineError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        raise InputError(f"{file} 不能读：是 ZIP 压缩包或损坏的文件，不是 XLSX 工作簿") from None


def _check_size(parts: zipfile.ZipFile, file: str) -> None:
    """Refuse what would take too much memory or time: by what the directory declares, then by what is really there."""
    if sum(part.file_size for part in parts.infolist()) > _UNPACKED_LIMIT:
        raise InputError(f"{file} 解压后超过 {_UNPACKED_LIMIT // 1_000_000} MB；请改存为 CSV")
    if any(part.file_size > max(_UNPACKED_UNCHECKED, _MOST_PACKED * part.compress_size) for part in parts.infolist()):
        raise InputError(f"{file} 解压后超过原来的 {_MOST_PACKED} 倍，不像是真的数据，不予读取")
    for part in parts.infolist():
        # Every part: a sheet may go by any name.
        if _cells(_unpacked(parts, part), file) > _CELL_LIMIT:
            raise InputError(f"{file} 的工作表太大，或在很远的地方有零星单元格；请清理后重存，或改存为 CSV")


def _unpacked(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part in pieces of up to 1 MiB; BadZipFile where there is more of it than is declared."""
    # Python reads as much as is declared, others to the end: one byte more shows whether there is any.
    longer = copy.copy(part)
    longer.file_size += 1
    count = 0
    with parts.open(longer) as content:
        while piece := content.read(_TEXT_LIMIT):
            count += len(piece)
            if count > part.file_size:
                raise zipfile.BadZipFile
            yield piece


def _cells(pieces: Iterable[bytes], file: str) -> int:
    """How many cells the rectangle from A1 to the farthest cell has; InputError where one holds far too much."""
    rows = columns = 0
    rest = b""
    for piece in pieces:
        if len(piece) == _TEXT_LIMIT and b"<" not in piece:
            raise InputError(f"{file} 里有一个单元格超过 {_TEXT_LIMIT // 1024 // 1024} MiB，不予读取")
        places = _CELL_PLACE.findall(rest + piece)
        columns = max((columns, *map(_column_number, {letters for letters, _ in places})))
        rows = max((rows, *(int(digits) for _, digits in places)))
        rest = piece[-_OVERLAP:]
    return rows * columns


def _column_number(letters: bytes) -> int:
    """The number of a column from its letters.

    >>> _column_number(b"A"), _column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number

"""Rows of a CSV text with the physical lines they were made of."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from voc.ingest.lines import Line

_DELIMITERS = ",\t;|"
# A quote that is never closed must not swallow the file.
_MAX_LINES = 1000
_QUOTES = "引号没有配对，或引号后面多了字符"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; `raw` is what it looked like, `fault` why it cannot be used."""

    line: int
    cells: tuple[str, ...]
    raw: bytes
    fault: str | None = None


def csv_rows(lines: Iterator[Line], *, delimiter: str | None) -> Iterator[TableRow]:
    """Every row that is not blank; the first one, the header, states the number of columns.

    Where quotes do not match or columns are missing, the first line alone is set aside and reading goes on with the
    next, so that one bad quote costs one row.
    """
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter or feed.guess_delimiter(), strict=True)
    width = 0
    while True:
        feed.begin()
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error:
            yield feed.first_line_spoiled(_QUOTES)
            continue
        width = width or len(cells)
        row = feed.row(cells)
        if row.fault is None and not any(cell.strip() for cell in cells):
            continue
        if row.fault is None and len(cells) != width:
            row = feed.first_line_spoiled(f"应有 {width} 列，实有 {len(cells)} 列")
        yield row


class _Feed:
    """Hands lines to the CSV reader, remembers those of the present row, and can take them back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._returned: deque[Line] = deque()
        self._taken: list[Line] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) == _MAX_LINES:
            raise csv.Error("a row of too many lines")
        line = self._returned.popleft() if self._returned else next(self._lines)
        self._taken.append(line)
        return line.text

    def begin(self) -> None:
        self._taken = []

    def guess_delimiter(self) -> str:
        """The usual delimiter that stands most often in the first line that is not blank."""
        first = next((line for line in self._lines if line.fault is not None or line.text.strip()), None)
        if first is None:
            return ","
        self._returned.append(first)
        return max(_DELIMITERS, key=first.text.count)

    def row(self, cells: tuple[str, ...]) -> TableRow:
        fault = next((line.fault for line in self._taken if line.fault is not None), None)
        return TableRow(self._taken[0].number, cells, b"".join(line.raw for line in self._taken), fault)

    def first_line_spoiled(self, reason: str) -> TableRow:
        first, *rest = self._taken
        self._returned.extendleft(reversed(rest))
        return TableRow(first.number, (), first.raw, first.fault or reason)

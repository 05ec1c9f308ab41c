import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from voc.ingest.csv_rows import TableRow, csv_rows
from voc.ingest.lines import Line

from .reading import lines

QUOTES = "引号没有配对，或引号后面多了字符"


def rows(text: str, *, delimiter: str | None = None) -> list[TableRow]:
    return list(csv_rows(lines(text), delimiter=delimiter))


def test_a_quoted_line_end_belongs_to_its_row() -> None:
    assert rows('a,b\n1,"x\r\ny"\n2,z') == [
        TableRow(1, ("a", "b"), b"a,b\n"),
        TableRow(2, ("1", "x\r\ny"), b'1,"x\r\ny"\n'),
        TableRow(4, ("2", "z"), b"2,z"),
    ]


def test_blank_rows_are_skipped() -> None:
    assert [row.line for row in rows("\n\na,b\n, \n\n1,2\n")] == [3, 6]


def test_the_delimiter_is_told_by_the_header() -> None:
    for delimiter in ",\t;|":
        text = "\n" + delimiter.join(("a", "b", "c")) + "\n" + delimiter.join("123")
        assert [row.cells for row in rows(text)] == [("a", "b", "c"), ("1", "2", "3")]
    assert rows("a,b;c", delimiter=";")[0].cells == ("a,b", "c")
    assert rows("") == rows("\n") == []


def test_a_row_of_another_width_is_set_aside() -> None:
    faults = [(row.line, row.raw, row.fault) for row in rows("a,b\n1\n1,2,3\n4,5\n") if row.fault]
    assert faults == [(2, b"1\n", "应有 2 列，实有 1 列"), (3, b"1,2,3\n", "应有 2 列，实有 3 列")]


def test_a_quote_never_closed_costs_its_line_alone() -> None:
    got = [(row.line, row.cells, row.fault) for row in rows('a,b\n1,"x\n2,y\n3,z\n')]
    assert got == [(1, ("a", "b"), None), (2, (), QUOTES), (3, ("2", "y"), None), (4, ("3", "z"), None)]


def test_a_quote_closed_by_that_of_another_row_costs_its_line_alone() -> None:
    got = [(row.line, row.fault) for row in rows('a,b\n1,"x\n2,"y"\n3,"z"\n')]
    assert got == [(1, None), (2, QUOTES), (3, None), (4, None)]
    got = [(row.line, row.fault) for row in rows('a,b\n1,"x\n2,y\n",3\n4,z\n')]
    # A row that is too wide and goes over several lines is no better than one whose quotes do not match.
    assert got == [(1, None), (2, "应有 2 列，实有 3 列"), (3, None), (4, QUOTES), (5, None)]


def test_a_quote_never_closed_holds_a_bounded_number_of_lines() -> None:
    count = 0

    def many() -> "list[Line]":
        nonlocal count
        count += 1
        return [Line(count, '"x\n' if count == 2 else "y\n")]

    endless = (line for _ in range(5000) for line in many())
    reader = csv_rows(endless, delimiter=",")
    assert [next(reader).fault for _ in range(3)] == [None, QUOTES, None]
    assert count <= 1003


def test_faults_of_lines_are_faults_of_their_rows() -> None:
    given_lines = [
        Line(1, "a,b\n"),
        Line(2, '1,"\n'),
        Line(3, "", "一行超过 16 MiB"),
        Line(4, '"\n'),
        Line(5, "", "坏"),
    ]
    got = [(row.line, row.fault) for row in csv_rows(iter(given_lines), delimiter=",")]
    assert got == [(1, None), (2, "一行超过 16 MiB"), (5, "坏")]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_what_was_written_reads_back_and_nothing_is_lost(table: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("a", "b", "c"), *table])
    given_lines = [Line(n, line) for n, line in enumerate(io.StringIO(text.getvalue(), newline="\n"), 1)]
    got = list(csv_rows(iter(given_lines), delimiter=","))
    assert [row.cells for row in got[1:]] == [cells for cells in table if any(cell.strip() for cell in cells)]
    assert all(row.fault is None for row in got)


@given(st.text(st.sampled_from('ab",\n\r;\t'), max_size=60))
def test_every_line_that_is_not_blank_is_in_one_row(text: str) -> None:
    given_lines = [Line(n, line) for n, line in enumerate(io.StringIO(text, newline="\n"), 1)]
    raw = b"".join(row.raw for row in csv_rows(iter(given_lines), delimiter=","))
    blank = str.maketrans("", "", ', \n\r\t"')
    assert raw.decode().translate(blank) == text.translate(blank)

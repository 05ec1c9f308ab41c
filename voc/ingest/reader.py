"""Any file that is understood → its records, in the order of the file."""

from collections.abc import Iterator
from datetime import tzinfo
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from voc.errors import InputError, opening_reason
from voc.ingest.calls import read_calls
from voc.ingest.csv_rows import TableRow, csv_rows
from voc.ingest.json_list import read_list
from voc.ingest.jsonl import read_jsonl
from voc.ingest.lines import read_lines
from voc.ingest.mapping import ColumnMapping
from voc.ingest.opening import SAMPLE_SIZE, ZIP, Opened, opened
from voc.ingest.rows import Reading, Row
from voc.ingest.tables import read_header, read_surveys
from voc.ingest.xlsx_rows import xlsx_rows

_JSONL_SUFFIXES = (".jsonl", ".ndjson")


class _Kind(StrEnum):
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def read_records(path: Path, *, zone: tzinfo, mapping: ColumnMapping | None = None) -> Iterator[Row]:
    """Every record of a file, and every row that is none, in the order of the file.

    Times without a zone are read in `zone`. JSONL and CSV are read a line at a time. InputError, when the first row is
    asked for or, for a file damaged further on, later: a file that cannot be opened or is of no kind that is known.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(f"{path.name or path} 打不开：{opening_reason(error)}") from None
    with stream:
        yield from read_stream(stream, path.name, zone=zone, mapping=mapping)


def read_stream(stream: BinaryIO, name: str, *, zone: tzinfo, mapping: ColumnMapping | None = None) -> Iterator[Row]:
    """Like `read_records`, from an open stream, of which the first part is read at once.

    What it holds is told by its content, and by the ending of `name`.
    """
    reading = Reading(name, zone, mapping or ColumnMapping())
    source = opened(stream, name, encoding=reading.mapping.format.encoding)
    if not source.head.strip() and len(source.head) < SAMPLE_SIZE:
        return iter(())
    return _READERS[_kind_of(source.head, reading)](source, reading)


def _kind_of(head: bytes, reading: Reading) -> _Kind:
    if head.startswith(ZIP):
        return _Kind.XLSX
    ending = reading.file.lower().removesuffix(".gz")
    starts = [line.lstrip()[:1] for line in head.splitlines() if line.strip()]
    if ending.endswith(".json") and (starts[:1] == [b"["] or reading.mapping.json.records or _is_spread_out(head)):
        return _Kind.JSON
    if starts[:1] == [b"{"] or starts.count(b"{") * 2 > len(starts):
        return _Kind.JSONL
    if ending.endswith((*_JSONL_SUFFIXES, ".json")):
        if b"{" in starts:
            return _Kind.JSONL
        raise InputError(f"{reading.file} 不是 JSONL：没有一行以 {{ 开头")
    return _Kind.CSV


def _is_spread_out(head: bytes) -> bool:
    """Whether a JSON object goes on after the first line."""
    first, *rest = head.strip().splitlines()
    return first.startswith(b"{") and not first.rstrip().endswith(b"}") and bool(rest)


def _read_jsonl(source: Opened, reading: Reading) -> Iterator[Row]:
    return read_jsonl(read_lines(source), reading)


def _read_json(source: Opened, reading: Reading) -> Iterator[Row]:
    path, encoding = reading.mapping.json.records, source.encoding or "utf-8"
    return read_jsonl(read_list(source.whole(reading.file), encoding=encoding, path=path, file=reading.file), reading)


def _read_csv(source: Opened, reading: Reading) -> Iterator[Row]:
    layout = reading.mapping.format
    lines = read_lines(source)
    above = b"".join(line.raw for line in islice(lines, layout.skip_rows))
    return _read_table(csv_rows(lines, delimiter=layout.delimiter), above, reading)


def _read_xlsx(source: Opened, reading: Reading) -> Iterator[Row]:
    layout = reading.mapping.format
    content = source.whole(reading.file)
    rows = xlsx_rows(
        content,
        sheet=layout.sheet,
        skip_rows=layout.skip_rows,
        delimiter=layout.delimiter or ",",
        file=reading.file,
    )
    # Rejects are written as CSV and read with the same mapping: the rows it skips must be there.
    return _read_table(rows, b"\n" * layout.skip_rows, reading)


def _read_table(rows: Iterator[TableRow], above: bytes, reading: Reading) -> Iterator[Row]:
    first = next(rows, None)
    if first is None:
        return iter(())
    header = read_header(first, above, reading)
    return (read_calls if header.is_calls else read_surveys)(header, rows, reading)


_READERS = {_Kind.JSONL: _read_jsonl, _Kind.JSON: _read_json, _Kind.CSV: _read_csv, _Kind.XLSX: _read_xlsx}

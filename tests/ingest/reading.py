"""What the tests of this folder share: the zone, the golden files, and rows as short text."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from voc.ingest import ColumnMapping, Read, Record, Rejected, Row, read_records, read_stream
from voc.ingest.lines import Line
from voc.ingest.rows import Reading

ZONE = ZoneInfo("Asia/Shanghai")
GOLDEN = Path(__file__).parent / "golden"
PLAIN = Reading("f", ZONE, ColumnMapping())


def rows_of(path: Path, *, mapping: ColumnMapping | None = None) -> list[Row]:
    return list(read_records(path, zone=ZONE, mapping=mapping))


def rows_in(content: bytes | str, name: str = "f", *, mapping: ColumnMapping | None = None) -> list[Row]:
    given = content.encode() if isinstance(content, str) else content
    return list(read_stream(BytesIO(given), name, zone=ZONE, mapping=mapping))


def records(rows: Iterable[Row]) -> list[Record]:
    return [row.record for row in rows if isinstance(row, Read)]


def reasons(rows: Iterable[Row]) -> list[str]:
    return [row.error.reason for row in rows if isinstance(row, Rejected)]


def lines(text: str) -> Iterator[Line]:
    return (Line(number, line) for number, line in enumerate(text.splitlines(keepends=True), 1))


def shown(rows: Iterable[Row]) -> str:
    """One line a row; what is as if it had not been given is left out."""
    return "".join(f"{row.error}\n" if isinstance(row, Rejected) else f"{row.line} {_shown(row)}\n" for row in rows)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if not is_dataclass(value):
        return repr(str(value)) if isinstance(value, str) else str(value)
    given = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in ("line", "raw", "header")}
    told = (
        f"{name}={_shown(part)}" for name, part in given.items() if part is not False and part not in (None, "", {}, ())
    )
    return f"{type(value).__name__}({', '.join(told)})"

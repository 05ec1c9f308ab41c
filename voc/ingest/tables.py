"""A table's header, and the table with one survey response a row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voc.errors import InputError
from voc.ingest.answers import survey_response
from voc.ingest.csv_rows import TableRow
from voc.ingest.fields import CALL_COLUMNS, SURVEY_COLUMNS
from voc.ingest.jsonl import NUL
from voc.ingest.mapping import ColumnMapping
from voc.ingest.rows import Read, Reading, Row

_AS_GIVEN = frozenset(("text", "comment"))
_EXPECTED = (
    "调查表要有 id 列和 score、comment、invited 之一；通话表要有 conversation_id、speaker、text 列；"
    "列名不同时请写映射文件"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns: `names` by our names (None: not ours), `titles` as they are written; `raw` is what stands above."""

    titles: tuple[str, ...]
    names: tuple[str | None, ...]
    raw: bytes

    @property
    def is_calls(self) -> bool:
        return {"speaker", "text"} <= set(self.names)

    def fields(self, row: TableRow, mapping: ColumnMapping) -> tuple[dict[str, object], dict[str, object]]:
        """The cells of our columns, translated, and those of others by their titles; empty ones left out."""
        if b"\0" in row.raw:
            raise InputError(NUL)
        fields: dict[str, object] = {}
        others: dict[str, object] = {}
        # The sheet of a workbook may be wider or narrower than its header; a CSV row has been checked.
        for name, title, cell in zip(self.names, self.titles, row.cells, strict=False):
            value = cell if name in _AS_GIVEN else cell.strip()
            if name is None:
                if title and value:
                    others[title] = value
            elif name in _AS_GIVEN or value:
                fields[name] = mapping.translated(name, value)
        return fields, others


def read_header(row: TableRow, above: bytes, reading: Reading) -> Header:
    """The header in a table's first row; InputError where it is none, or lacks a column that the mapping names."""
    if row.fault is not None:
        raise InputError(f"{reading.file} 的表头有误：{row.fault}")
    titles = tuple(cell.strip() for cell in row.cells)
    names = _names(titles, reading)
    header = Header(titles, names, above + row.raw)
    known = CALL_COLUMNS if header.is_calls else SURVEY_COLUMNS
    needed = "conversation_id" if header.is_calls else "id"
    if needed not in names or not (header.is_calls or {"score", "comment", "invited"} & set(names)):
        raise InputError(f"{reading.file} 的表头不对：{_EXPECTED}")
    return Header(titles, tuple(name if name in known else None for name in names), header.raw)


def read_surveys(header: Header, rows: Iterable[TableRow], reading: Reading) -> Iterator[Row]:
    """A survey response or a reject for each row."""
    for row in rows:
        try:
            yield _read_survey(header, row, reading)
        except InputError as error:
            yield reading.rejected(row.line, str(error), row.raw, header=header.raw)


def _read_survey(header: Header, row: TableRow, reading: Reading) -> Read:
    if row.fault is not None:
        raise InputError(row.fault)
    fields, others = header.fields(row, reading.mapping)
    return Read(row.line, survey_response(fields, others, reading), raw=row.raw, header=header.raw)


def _names(titles: tuple[str, ...], reading: Reading) -> tuple[str | None, ...]:
    columns = reading.mapping.columns
    mapped = {columns[title] for title in titles if title in columns}
    _check_mapped(mapped, reading)
    known = CALL_COLUMNS | SURVEY_COLUMNS
    names: list[str | None] = []
    for title in titles:
        own = title.lower()
        name = columns.get(title) or (own if own in known and own not in mapped else None)
        if name is not None and name in names:
            raise InputError(f"{reading.file} 的表头里有两列都是 {name}")
        names.append(name)
    return tuple(names)


def _check_mapped(mapped: set[str], reading: Reading) -> None:
    for source, target in reading.mapping.columns.items():
        if target not in mapped:
            raise InputError(f"{reading.file} 的表头里没有映射文件所说的列“{source}”（{target}）")

"""The table with one utterance a row, the rows of a conversation together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from voc.domain.conversation import Conversation
from voc.errors import InputError
from voc.ingest.answers import Answer
from voc.ingest.csv_rows import TableRow
from voc.ingest.fields import ANSWER_FIELDS, UTTERANCE_FIELDS
from voc.ingest.records import MAX_UTTERANCES, Turn, conversation
from voc.ingest.rows import Read, Reading, Row
from voc.ingest.tables import Header
from voc.ingest.values import identifier

# Rows of one conversation that are held at once.
_MAX_BYTES = 64 * 1024 * 1024
_RETURNED = "这个会话的行前面已经出现过，中间隔着别的会话；请把同一会话的行放在一起"


@dataclass(frozen=True, slots=True)
class _Utterance:
    row: TableRow
    fields: dict[str, object]
    others: dict[str, object]


@dataclass(frozen=True, slots=True)
class _Call:
    """Consecutive rows of one conversation; `fault` says why they cannot be used."""

    id: str | None
    rows: tuple[TableRow, ...]
    fault: str | None


def read_calls(header: Header, rows: Iterable[TableRow], reading: Reading) -> Iterator[Row]:
    """A conversation, or a reject with all of its rows, for each run of rows with the same conversation_id."""
    seen: set[bytes] = set()
    for call in _calls(header, rows, reading):
        # Eight bytes a conversation: a file may hold millions.
        digest = blake2b((call.id or "").encode("utf-8", "surrogatepass"), digest_size=8).digest()
        fault = call.fault or (_RETURNED if digest in seen else None)
        seen.add(digest)
        raw = b"".join(row.raw for row in call.rows)
        try:
            if fault is not None:
                raise InputError(fault)
            yield Read(call.rows[0].line, _conversation(header, call, reading), raw=raw, header=header.raw)
        except InputError as error:
            yield reading.rejected(call.rows[0].line, str(error), raw, header=header.raw)


def _calls(header: Header, rows: Iterable[TableRow], reading: Reading) -> Iterator[_Call]:
    """Runs of rows. A row that belongs to nobody spoils the calls on both its sides: it may be a part of either."""
    name: str | None = None
    held: list[TableRow] = []
    size = 0
    fault = stray = None
    for row in rows:
        own, reason = _owner(header, row, reading)
        if own is None:
            stray = f"第 {row.line} 行{reason}，无法归到会话"
            fault = fault or stray
        elif own != name and name is not None:
            if held:
                yield _Call(name, tuple(held), fault)
            held, size, fault, stray = [], 0, stray, None
        else:
            stray = None
        name = own or name
        held.append(row)
        size += len(row.raw)
        if len(held) > MAX_UTTERANCES or size > _MAX_BYTES:
            fault = fault or f"话语超过 {MAX_UTTERANCES} 句或 {_MAX_BYTES // 1024 // 1024} MiB"
            yield _Call(name, tuple(held), fault)
            held, size = [], 0
    if held:
        yield _Call(name, tuple(held), fault)


def _owner(header: Header, row: TableRow, reading: Reading) -> tuple[str | None, str]:
    if row.fault is not None:
        return None, f"有误（{row.fault}）"
    try:
        cell = row.cells[header.names.index("conversation_id")].strip()
        value = reading.mapping.translated("conversation_id", cell)
        return identifier(value, "conversation_id"), ""
    except InputError as error:
        return None, str(error)


def _conversation(header: Header, call: _Call, reading: Reading) -> Conversation:
    utterances = [_utterance(header, row, reading) for row in call.rows]
    fields = _shared(utterances)
    answer = {name: fields.pop(name) for name in ANSWER_FIELDS & fields.keys()}
    fields["id"] = fields.pop("conversation_id")
    turns = (Turn(f"第 {u.row.line} 行", u.fields) for u in utterances)
    return conversation(fields, _constant(utterances), turns, Answer(answer, {}) if answer else None, reading)


def _utterance(header: Header, row: TableRow, reading: Reading) -> _Utterance:
    try:
        return _Utterance(row, *header.fields(row, reading.mapping))
    except InputError as error:
        raise InputError(f"第 {row.line} 行：{error}") from None


def _shared(utterances: list[_Utterance]) -> dict[str, object]:
    """What the rows say of their conversation: the first that is not empty; two different ones are a fault."""
    shared: dict[str, object] = {}
    for utterance in utterances:
        for name, value in utterance.fields.items():
            if name not in UTTERANCE_FIELDS and value != "" and shared.setdefault(name, value) != value:
                raise InputError(f"第 {utterance.row.line} 行的 {name} 与前面的行不一致")
    return shared


def _constant(utterances: list[_Utterance]) -> dict[str, object]:
    """Other columns, where all their cells agree; a column that differs is about utterances and has no place."""
    first: dict[str, object] = {}
    varying = set()
    for utterance in utterances:
        for title, value in utterance.others.items():
            if first.setdefault(title, value) != value:
                varying.add(title)
    return {title: value for title, value in first.items() if title not in varying}

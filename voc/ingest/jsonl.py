"""One JSON object a line → records."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from math import isfinite
from typing import NoReturn

from voc.errors import InputError
from voc.ingest.lines import Line
from voc.ingest.mapping import ColumnMapping
from voc.ingest.records import record_of
from voc.ingest.rows import Read, Reading, Record, Row

NUL = "文字里有空字符（U+0000）"
# Escapes that may stand for what no file and no database can hold: NUL and half of a surrogate pair.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_jsonl(lines: Iterable[Line], reading: Reading) -> Iterator[Row]:
    """A record or a reject for each line that is not blank."""
    for line in lines:
        if line.fault is None and not line.text.strip():
            continue
        try:
            yield _read(line, reading)
        except InputError as error:
            yield reading.rejected(line.number, str(error), line.raw)


def parse_object(text: str) -> dict[str, object]:
    """The JSON object in a text; InputError for anything else, doubled keys and numbers that are none included.

    >>> parse_object('{"id": 1}')
    {'id': 1}
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise InputError(f"JSON 不完整或有误（第 {error.pos + 1} 个字符附近）") from None
    except RecursionError:
        raise InputError("嵌套过深") from None
    except ValueError:
        raise InputError("JSON 里有位数过多的整数") from None
    if not isinstance(value, dict):
        raise InputError("不是 JSON 对象")
    if _SUSPECT.search(text):
        _check_characters(value)
    return value


def read_object(text: str, *, zone: tzinfo) -> Record:
    """The record in the text of one JSON object; InputError with the reason where it is none."""
    return record_of(parse_object(text), Reading("", zone, ColumnMapping()))[0]


def _read(line: Line, reading: Reading) -> Read:
    if line.fault is not None:
        raise InputError(line.fault)
    record, gold = record_of(parse_object(line.text), reading)
    return Read(line.number, record, gold, raw=line.raw)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InputError("同一个 JSON 对象里有重复的键")
    return fields


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        _no_number(text)
    return value


def _no_number(_: str) -> NoReturn:
    raise InputError("JSON 里有 NaN 或无穷大")


def _check_characters(value: object) -> None:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str):
            _check_text(part)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise InputError(NUL)
    if _SURROGATE.search(text):
        raise InputError("文字里有不成对的代理字符（U+D800–U+DFFF）")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_finite, parse_constant=_no_number)

"""A `.json` document that holds a list of records → the lines of a JSONL file."""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from voc.errors import InputError
from voc.ingest.lines import Line

_SPACE = re.compile(r"[ \t\r\n]*")
_SCAN = json.JSONDecoder()
_LINE_ENDS = str.maketrans("\r\n", "  ")


def read_list(content: bytes, *, encoding: str, path: str, file: str) -> Iterator[Line]:
    """Each element of the list at a dotted path, put on one line and numbered by the line on which it begins.

    A document that is one object, where no path is given, is a list of one. InputError, before anything is yielded,
    for a document that is damaged or has no list there.
    """
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(f"{file} 里有不能按 {encoding.upper()} 解码的字节") from None
    spans = _spans(text, path, file)
    line, seen = 1, 0
    for start, end in spans:
        line, seen = line + text.count("\n", seen, start), start
        # No JSON string holds a bare line end, so this changes white space alone.
        yield Line(line, text[start:end].translate(_LINE_ENDS) + "\n")


def _spans(text: str, path: str, file: str) -> list[tuple[int, int]]:
    at = _skip(text, 0)
    try:
        if text.startswith("[", at) and not path:
            return _elements(text, at, file, is_document=True)
        end = _SCAN.raw_decode(text, at)[1]
        _check_end(text, end)
        for name in path.split(".") if path else ():
            at = _member(text, at, name, file)
        return _elements(text, at, file) if path else [(at, end)]
    except json.JSONDecodeError as error:
        raise InputError(f"{file} 不是完整的 JSON（第 {error.lineno} 行附近）") from None
    except (RecursionError, ValueError):
        raise InputError(f"{file} 的 JSON 嵌套过深，或有位数过多的整数") from None


def _member(text: str, at: int, name: str, file: str) -> int:
    """Where the value of an object's key begins."""
    at = _skip(text, at)
    if text[at] == "{":
        at = _skip(text, at + 1)
        while text[at] != "}":
            key, at = _SCAN.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
            if key == name:
                return at
            at = _after(text, _SCAN.raw_decode(text, at)[1])
    raise InputError(f"{file} 里没有映射文件 [json] records 所说的键 {name}")


def _elements(text: str, at: int, file: str, *, is_document: bool = False) -> list[tuple[int, int]]:
    at = _skip(text, at)
    if text[at] != "[":
        raise InputError(f"{file} 里映射文件 [json] records 所指的不是列表")
    spans = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        end = _SCAN.raw_decode(text, at)[1]
        spans.append((at, end))
        at = _after(text, end)
    if is_document:
        _check_end(text, at + 1)
    return spans


def _after(text: str, end: int) -> int:
    """Where the next part begins, or the bracket that closes; a comma stands between two parts."""
    at = _skip(text, end)
    if text[at : at + 1] == ",":
        at = _skip(text, at + 1)
        return at if text[at : at + 1] not in ("]", "}") else _damaged(text, at)
    return at if text[at : at + 1] in ("]", "}") else _damaged(text, at)


def _check_end(text: str, end: int) -> None:
    if _skip(text, end) != len(text):
        _damaged(text, end)


def _damaged(text: str, at: int) -> NoReturn:
    raise json.JSONDecodeError("damaged", text, at)


def _skip(text: str, at: int) -> int:
    """Past white space."""
    match = _SPACE.match(text, at)
    return at if match is None else match.end()

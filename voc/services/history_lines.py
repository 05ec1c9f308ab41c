"""A history on disk: JSON lines, only ever added to; the file is whole at every moment."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from voc.errors import InputError
from voc.export.atomic import replace_file, why
from voc.nlp.plain_file import read_plain

NAME = "history.jsonl"
# Bytes: some twenty thousand promotions with all that they compared.
LARGEST = 100_000_000
Event = TypeVar("Event")


@dataclass(frozen=True)
class Lines(Generic[Event]):
    """What was done, in order; `unreadable` are the numbers of damaged lines, which count as not there."""

    events: tuple[Event, ...]
    unreadable: tuple[int, ...] = ()


def read_lines(folder: Path, event_of: Callable[[Mapping[str, Any]], Event], *, called: str) -> Lines[Event]:
    """The history in a folder; empty where there is none yet. `called` is what users call what lies there."""
    events, unreadable = [], []
    for number, line in enumerate(_content(folder, called).splitlines(), 1):
        try:
            events.append(event_of(json.loads(line)))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            unreadable.append(number)
    return Lines(tuple(events), tuple(unreadable))


def append_line(folder: Path, record: Mapping[str, object], *, called: str) -> None:
    """Add a line. Written beside and moved into place: an interruption leaves the history as it was."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"无法建立{called} {folder}：{why(error)}") from error
    before = _content(folder, called)
    line = json.dumps(record, ensure_ascii=False).encode("utf8", "backslashreplace") + b"\n"
    with replace_file(folder / NAME) as stream:
        stream.write(before + (b"" if not before or before.endswith(b"\n") else b"\n") + line)


def _content(folder: Path, called: str) -> bytes:
    try:
        return read_plain(folder / NAME, LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise InputError(f"无法读取{called}的历史 {folder / NAME}：{why(error)}") from error
    except ValueError as error:
        raise InputError(f"无法读取{called}的历史 {folder / NAME}：{error}") from None

"""A history on disk: JSON lines, only ever added to; the file is whole at every moment."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from voc.errors import InputError
from voc.export.atomic import replace_file, why
from voc.nlp.plain_file import read_plain

if sys.platform != "win32":
    import fcntl

NAME = "history.jsonl"
_LOCK = ".history.lock"
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


def append_line(
    folder: Path, record: Mapping[str, object], *, called: str, check: Callable[[], None] = lambda: None
) -> None:
    """Add a line. Written beside and moved into place: an interruption leaves the history as it was.

    `check` raises where the history is no longer what the line follows from; nobody adds to it in between.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"无法建立{called} {folder}：{why(error)}") from error
    line = json.dumps(record, ensure_ascii=False).encode("utf8", "backslashreplace") + b"\n"
    with _alone(folder, called):
        check()
        before = _content(folder, called)
        with replace_file(folder / NAME) as stream:
            stream.write(before + (b"" if not before or before.endswith(b"\n") else b"\n") + line)


@contextmanager
def undone_if_it_fails(folder: Path, is_own: Callable[[Mapping[str, Any]], bool], *, called: str) -> Iterator[None]:
    """The line that one adds in the block goes again where the block fails: that of a transaction which is not
    committed, on a full disk for example.

    What remains: a process killed between the line and the commit leaves the line, which says itself who did what; and
    one that others have added to since stays, as theirs follow from it.
    """
    before, done = len(_content(folder, called)), False
    try:
        yield
        done = True
    finally:
        if not done:
            # What made the block fail is told, not this.
            with suppress(InputError, OSError, ValueError):
                _drop_last(folder, before, is_own, called)


def _drop_last(folder: Path, before: int, is_own: Callable[[Mapping[str, Any]], bool], called: str) -> None:
    """Shorter needs no room on the disk."""
    if not (folder / NAME).exists():
        return
    with _alone(folder, called):
        content = _content(folder, called)
        start = content.rfind(b"\n", 0, -1) + 1
        if start >= before and is_own(json.loads(content[start:])):
            os.truncate(folder / NAME, start)


@contextmanager
def _alone(folder: Path, called: str) -> Iterator[None]:
    """Others that add wait meanwhile, whichever database they use: the file is read and replaced as a whole."""
    if sys.platform == "win32":  # which knows no such locks
        yield
        return
    try:
        lock = _opened(folder / _LOCK)
    except OSError as error:
        raise InputError(f"无法写入{called} {folder}：{why(error)}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError as error:
            raise InputError(f"无法锁住{called} {folder}：{why(error)}") from error
        yield
    finally:
        os.close(lock)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError as error:
        # Another user's: where it may be read, that is enough on a disk of one's own.
        try:
            return os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            raise error from None


def _content(folder: Path, called: str) -> bytes:
    try:
        return read_plain(folder / NAME, LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise InputError(f"无法读取{called}的历史 {folder / NAME}：{why(error)}") from error
    except ValueError as error:
        raise InputError(f"无法读取{called}的历史 {folder / NAME}：{error}") from None

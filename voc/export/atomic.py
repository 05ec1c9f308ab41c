"""A file is whole or not there: it is written beside its target and moved into place at the end."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from voc.errors import InputError

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def replace_file(path: Path, *, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A binary stream (seekable) whose content becomes `path` when the block ends, and vanishes when it fails.

    `mode` are the permission bits of the file, less the umask; `stream.name` is the path of the temporary file.

    Raises
    ------
    InputError
        The folder is missing, may not be written to or is full, or `path` is no ordinary file.
    """
    if path.exists() and not path.is_file():
        raise InputError(f"无法写入 {path}：那里不是普通文件")
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    stream: BinaryIO | None = None
    try:  # an interrupt may come as soon as the file is there, before its stream has a name
        with _told_of(path):
            stream = _create(beside, mode)
        yield stream
        with _told_of(path):
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            beside.replace(path)
    except BaseException as error:
        with suppress(OSError):
            if stream is not None:
                stream.close()
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise InputError(f"无法写入 {path}：{why(error)}") from error
        raise


def require_writable(path: Path) -> None:
    """InputError where no file can be written in a place: what takes long asks before it begins.

    Nothing stays there.
    """
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    with _told_of(path):
        if path.exists() and not path.is_file():
            raise InputError(f"无法写入 {path}：那里不是普通文件")
        _create(beside, 0o600).close()
        beside.unlink()


def _create(path: Path, mode: int) -> BinaryIO:
    return open(path, "w+b", opener=lambda name, _: os.open(name, _FLAGS, mode))


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"无法写入 {path}：{why(error)}") from error


def why(error: OSError) -> str:
    """What the system refused, in the user's words.

    >>> why(FileNotFoundError(2, "No such file or directory"))
    '文件夹不存在'
    """
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "文件夹不存在"
        case PermissionError():
            return "没有写入权限，或文件正被其他程序打开"
        case OSError(errno=code) if code in _NO_ROOM:
            return "磁盘空间不足"
        case _:
            return error.strerror or type(error).__name__

"""The bytes of a file that somebody else may have put there: no more than expected, and without waiting for them."""

import os
import stat
from pathlib import Path


def read_plain(path: Path, most: int) -> bytes:
    """All bytes of a regular file of at most `most` bytes.

    OSError as opening raises it; ValueError, with the reason in words for users, for a pipe or a device (reading either
    could last for ever), and for a larger file, of which nothing is read.
    """
    with open(path, "rb", opener=_without_waiting) as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("不是普通文件")
        if found.st_size > most:
            raise ValueError("太大")
        return stream.read(found.st_size)


def _without_waiting(path: str, flags: int) -> int:
    """Opening a pipe waits for somebody who writes into it, unless told not to; Windows has no such pipes."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))

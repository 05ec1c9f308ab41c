"""Files put into a folder all at once: whoever looks finds the old ones or the new ones, never some of each."""

import ctypes
import errno
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

# What renameat2 of Linux calls the current folder, and exchanging two names in one step.
_HERE, _EXCHANGE = -100, 2
# So many of the files in the way are named.
_NAMED = 3


def put_files(folder: Path, contents: Mapping[str, bytes], *, own: frozenset[str]) -> None:
    """Write files by name into a folder (made if need be), in place of all of `own` that were there.

    Written beside it first: an interruption at any moment leaves the old files or the new ones, whole. OSError where
    that cannot be written, or something else than `own` is in the folder.
    """
    folder = folder.resolve()
    beside = folder.with_name(f".{secrets.token_hex(8)}.part")
    try:
        beside.mkdir(parents=True)
        if folder.exists():
            beside.chmod(stat.S_IMODE(folder.stat().st_mode))
        for name, content in contents.items():
            _write(beside / name, content)
        if folder.exists():
            # Again: what was to be written may have taken long to make.
            require_only(folder, own)
            swap(beside, folder)
        else:
            beside.rename(folder)
    finally:
        for name in own | contents.keys():
            (beside / name).unlink(missing_ok=True)
        # Never with what somebody put there at the last moment.
        if beside.is_dir() and not any(beside.iterdir()):
            beside.rmdir()


def require_only(folder: Path, own: frozenset[str]) -> None:
    """FileExistsError where a folder holds something else than files of these names: it cannot be exchanged as a whole
    without taking that away for a moment, which an interruption would make forever."""
    others = sorted(p.name for p in folder.iterdir() if p.name not in own or (p.is_dir() and not p.is_symlink()))
    if others:
        more = f" 等 {len(others)} 个" if len(others) > _NAMED else ""
        told = f"目录里还有别的文件（{'、'.join(others[:_NAMED])}{more}），模型与编码器要写到自己的目录"
        raise FileExistsError(errno.EEXIST, told)


def swap(new: Path, old: Path) -> None:
    """Two folders beside each other exchange their names.

    In one step where the system knows one (Linux); else in three, and back again where the second fails.
    """
    if _in_one_step(new, old):
        return
    aside = old.with_name(f".{secrets.token_hex(8)}.old")
    old.rename(aside)
    try:
        new.rename(old)
    finally:
        if not old.exists():
            aside.rename(old)
    aside.rename(new)


def _in_one_step(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    # A file system that does not know it says so.
    return int(rename(_HERE, os.fsencode(one.absolute()), _HERE, os.fsencode(other.absolute()), _EXCHANGE)) == 0


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())

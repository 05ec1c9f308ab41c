"""Files put into a folder all at once: whoever looks finds the old ones or the new ones, never some of each."""

import ctypes
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

# What renameat2 of Linux calls the current folder, and exchanging two names in one step.
_HERE, _EXCHANGE = -100, 2


def put_files(folder: Path, contents: Mapping[str, bytes], *, own: frozenset[str]) -> None:
    """Write files by name into a folder (made if need be), in place of all of `own` that were there.

    What else is in the folder stays. Written beside it first: an interruption at any moment leaves the old files or the
    new ones, whole. OSError where that cannot be written.
    """
    folder = folder.resolve()
    beside = folder.with_name(f".{secrets.token_hex(8)}.part")
    try:
        beside.mkdir(parents=True)
        for name, content in contents.items():
            _write(beside / name, content)
        if folder.exists():
            swap(beside, folder)
            _move_the_rest(beside, folder, own | contents.keys())
        else:
            beside.rename(folder)
    finally:
        # Only files of a model: of what else was in the folder nothing is ever deleted.
        for name in own | contents.keys():
            (beside / name).unlink(missing_ok=True)
        if beside.is_dir() and not any(beside.iterdir()):
            beside.rmdir()


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


def _move_the_rest(source: Path, target: Path, own: frozenset[str]) -> None:
    for entry in sorted(source.iterdir()):
        if entry.name not in own:
            shutil.move(entry, target / entry.name)

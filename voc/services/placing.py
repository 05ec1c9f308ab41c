"""Folders that are there with all their files, or not at all."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from voc.errors import InputError
from voc.export.atomic import replace_file, why
from voc.nlp.manifest import own_files
from voc.nlp.swapping import require_only, swap


def put_folder(contents: Mapping[str, bytes], target: Path, *, called: str) -> None:
    """Files by name as a folder, in place of what was there; `called` is what users call the folder that it is put in.

    InputError where it cannot be written.
    """
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        beside.mkdir(parents=True)
        for name, content in contents.items():
            with replace_file(beside / name) as stream:
                stream.write(content)
        if target.exists():
            swap(beside, target)
        else:
            beside.rename(target)
    except OSError as error:
        raise InputError(f"无法写入{called} {target.parent}：{why(error)}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def require_place(folder: Path) -> None:
    """InputError where no model or encoder can be written in a place: what takes long asks before it begins.

    Nothing stays there. The folder above must be writable too, as folders are written beside and exchanged as a whole:
    so a folder that holds something else is refused, and the working directory, which would be gone for the shell.
    """
    found = folder.resolve()
    if found.exists() and not found.is_dir():
        raise InputError(f"无法写入 {folder}：那里是文件，不是目录")
    if os.path.ismount(found):
        raise InputError(f"无法写入 {folder}：那里是挂载点，不能整个换掉；请写到它的子目录")
    if _is_here(found):
        raise InputError(f"无法写入 {folder}：那里是当前目录或它的上级，不能整个换掉；请写到它的子目录")
    above = next(parent for parent in found.parents if parent.exists())
    for place in (above, *([found] if found.exists() else [])):
        try:
            Path(tempfile.mkdtemp(prefix=".voc-", dir=place)).rmdir()
        except OSError as error:
            reason = "上级是文件，不是目录" if isinstance(error, NotADirectoryError) else why(error)
            raise InputError(f"无法写入 {folder}：{reason}") from error
    _require_own(found, folder)


def _is_here(found: Path) -> bool:
    try:
        return Path.cwd().is_relative_to(found)
    except FileNotFoundError:
        return False


def _require_own(found: Path, folder: Path) -> None:
    try:
        if found.exists():
            require_only(found, own_files(found))
    except OSError as error:
        raise InputError(f"无法写入 {folder}：{why(error)}") from error

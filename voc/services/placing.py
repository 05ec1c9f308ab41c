"""Folders that are there with all their files, or not at all."""

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from voc.errors import InputError
from voc.export.atomic import replace_file, why
from voc.nlp.swapping import swap


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

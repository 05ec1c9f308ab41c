import os
from pathlib import Path

import pytest

from voc.nlp.plain_file import read_plain


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_plain(tmp_path / "a", 5) == b"12345"
    with pytest.raises(ValueError, match="太大"):
        read_plain(tmp_path / "a", 4)


def test_of_a_file_far_too_large_nothing_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(ValueError, match="太大"):
        read_plain(tmp_path / "a", 1_000_000)


def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(ValueError, match="不是普通文件"):
            read_plain(path, 10)


def test_what_is_missing_or_a_folder_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(OSError, match=path.name):
            read_plain(path, 10)

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from voc.errors import InputError
from voc.export import atomic
from voc.export.atomic import replace_file, require_writable, why


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fail_after_writing(stream: BinaryIO, error: type[BaseException]) -> None:
    stream.write(b"half")
    raise error


@pytest.fixture
def plain_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_finished_block_leaves_the_file_and_nothing_else(tmp_path: Path) -> None:
    with replace_file(tmp_path / "out.jsonl") as stream:
        stream.write(b"whole")
        assert Path(stream.name).parent == tmp_path
    assert (tmp_path / "out.jsonl").read_bytes() == b"whole"
    assert names(tmp_path) == ["out.jsonl"]


def test_the_file_is_not_there_before_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with replace_file(target) as stream:
        stream.write(b"new")
        stream.flush()
        assert target.read_text() == "old"
    assert target.read_text() == "new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failed_block_leaves_the_old_file_alone(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with pytest.raises(error), replace_file(target) as stream:
        fail_after_writing(stream, error)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.jsonl"]


def test_an_interrupt_as_soon_as_the_file_is_there_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def interrupted(path: Path, mode: int) -> BinaryIO:
        path.touch(mode)
        made.extend(names(tmp_path))
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic, "_create", interrupted)
    with pytest.raises(KeyboardInterrupt), replace_file(tmp_path / "out.jsonl"):
        pytest.fail("the block must not begin")
    assert len(made) == 1
    assert names(tmp_path) == []


@pytest.mark.usefixtures("plain_umask")
@pytest.mark.parametrize(("mode", "expected"), [(0o600, 0o600), (0o644, 0o644), (0o666, 0o644)])
def test_the_mode_holds_from_the_first_byte_less_the_umask(tmp_path: Path, mode: int, expected: int) -> None:
    with replace_file(tmp_path / "out", mode=mode) as stream:
        assert stat.S_IMODE(os.fstat(stream.fileno()).st_mode) == expected
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == expected


# In a process of its own: a limit on the size of files would stop the test run's own output too.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from voc.errors import InputError
from voc.export.atomic import replace_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (16, resource.RLIM_INFINITY))
try:
    with replace_file(Path(sys.argv[1])) as stream:
        stream.write(b"x" * int(sys.argv[2]))
except InputError as error:
    print(error)
"""


@pytest.mark.parametrize("size", [100, 1_000_000])
def test_a_full_disk_is_one_line_and_keeps_the_old_file(tmp_path: Path, size: int) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    command = [sys.executable, "-B", "-c", FULL_DISK, str(target), str(size)]
    run = subprocess.run(command, capture_output=True, encoding="utf8", check=True)
    assert "磁盘空间不足" in run.stdout
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.jsonl"]


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="文件夹不存在"), replace_file(tmp_path / "no" / "out"):
        pass


def test_a_folder_in_the_place_of_the_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError, match="不是普通文件"), replace_file(tmp_path / "out"):
        pass


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotADirectoryError(20, "x"), "文件夹不存在"),
        (PermissionError(13, "x"), "没有写入权限，或文件正被其他程序打开"),
        (OSError(28, "No space left on device"), "磁盘空间不足"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError(), "OSError"),
    ],
)
def test_refusals_of_the_system_have_words(error: OSError, words: str) -> None:
    assert why(error) == words


def test_what_takes_long_can_ask_first_whether_a_file_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    require_writable(path)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    require_writable(path)
    assert [(p, p.read_bytes()) for p in tmp_path.iterdir()] == [(path, b"old")]
    for place, reason in (
        (tmp_path / "none" / "a.html", "文件夹不存在"),
        (path / "b.html", "文件夹不存在"),
        (tmp_path, "不是普通文件"),
        (tmp_path / ("长" * 300), "File name too long"),
    ):
        with pytest.raises(InputError, match=f"无法写入.*{reason}"):
            require_writable(place)

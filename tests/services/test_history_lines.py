import os
import subprocess
import sys
from pathlib import Path

import pytest

from voc.errors import InputError
from voc.services.history_lines import NAME, Lines, append_line, read_lines, undone_if_it_fails


def read(folder: Path) -> Lines[int]:
    return read_lines(folder, lambda record: int(record["n"]), called="账本")


def test_lines_are_added_and_damaged_ones_told(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == Lines(())
    append_line(tmp_path / "a", {"n": 1}, called="账本")
    with (tmp_path / "a" / NAME).open("ab") as stream:
        stream.write(b"{damaged")
    append_line(tmp_path / "a", {"n": 2}, called="账本")
    assert read(tmp_path / "a") == Lines((1, 2), (2,))


def test_what_cannot_be_read_or_made_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(InputError, match="无法读取账本的历史"):
        read(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="无法建立账本"):
        append_line(tmp_path / "file" / "x", {}, called="账本")


def test_a_history_that_is_a_pipe_or_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    with pytest.raises(InputError, match="不是普通文件"):
        read(tmp_path)
    (tmp_path / NAME).unlink()
    with (tmp_path / NAME).open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(InputError, match="太大"):
        append_line(tmp_path, {"n": 1}, called="账本")


ADDING = """
import sys
from pathlib import Path
from voc.services.history_lines import append_line
for n in range(25):
    append_line(Path(sys.argv[1]), {"n": int(sys.argv[2]) * 100 + n}, called="账本")
"""


def test_of_lines_that_programs_add_at_once_none_is_lost(tmp_path: Path) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", ADDING, str(tmp_path), str(n)]) for n in range(4)]
    assert [program.wait(120) for program in programs] == [0] * 4
    found = read(tmp_path)
    assert sorted(found.events) == [n * 100 + k for n in range(4) for k in range(25)]
    assert found.unreadable == ()


def test_a_line_that_does_not_follow_any_more_is_not_added(tmp_path: Path) -> None:
    def moved() -> None:
        raise ValueError("moved")

    with pytest.raises(ValueError, match="moved"):
        append_line(tmp_path, {"n": 1}, called="账本", check=moved)
    assert read(tmp_path) == Lines(())
    append_line(tmp_path, {"n": 1}, called="账本")


def test_a_folder_that_cannot_be_locked_is_told(tmp_path: Path) -> None:
    (tmp_path / ".history.lock").mkdir()
    with pytest.raises(InputError, match="无法写入账本"):
        append_line(tmp_path, {"n": 1}, called="账本")


def fail(folder: Path, *numbers: int) -> None:
    """Add lines, of which those of 2 are one's own, and fail."""
    with undone_if_it_fails(folder, lambda record: record["n"] == 2, called="账本"):
        for n in numbers:
            append_line(folder, {"n": n}, called="账本")
        raise KeyboardInterrupt


@pytest.mark.parametrize("old", [b"", b'{"n": 1}\n', b'{"n": 1}\n{torn'])
def test_a_line_goes_again_where_what_belongs_to_it_fails(tmp_path: Path, old: bytes) -> None:
    (tmp_path / NAME).write_bytes(old)
    events = read(tmp_path).events
    with pytest.raises(KeyboardInterrupt):
        fail(tmp_path, 2)
    assert read(tmp_path).events == events
    assert (tmp_path / NAME).read_bytes().startswith(old)


@pytest.mark.parametrize("numbers", [(), (1,), (2, 1)])
def test_lines_of_others_and_earlier_ones_stay(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    with pytest.raises(KeyboardInterrupt):
        fail(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    append_line(tmp_path, {"n": 2}, called="账本")
    with pytest.raises(KeyboardInterrupt):
        fail(tmp_path, *numbers)
    assert read(tmp_path) == Lines((2, *numbers))

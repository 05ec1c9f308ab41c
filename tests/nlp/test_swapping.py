import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from voc.nlp import swapping
from voc.nlp.swapping import put_files, require_only, swap

OLD, NEW = {"a": b"1", "b": b"2"}, {"a": b"3", "b": b"4"}
OWN = frozenset("abc")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put_files(tmp_path / "models" / "mine", OLD, own=OWN)
    return tmp_path / "models" / "mine"


def alone(folder: Path) -> bool:
    """Whether nothing was left beside it."""
    return [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_folder_is_made_and_written_over(folder: Path) -> None:
    assert contents(folder) == OLD
    put_files(folder, {"a": b"3"}, own=OWN)
    assert contents(folder) == {"a": b"3"}
    assert alone(folder)


@pytest.mark.parametrize("name", ["notes.txt", "deep/x", "c/x"])
def test_a_folder_with_something_else_in_it_is_not_exchanged(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"mine")
    with pytest.raises(FileExistsError, match=f"别的文件（{name.partition('/')[0]}）"):
        put_files(folder, NEW, own=OWN)
    assert (folder / name).read_bytes() == b"mine"
    assert {name: (folder / name).read_bytes() for name in OLD} == OLD
    assert alone(folder)


def test_of_many_other_files_a_few_are_named(folder: Path) -> None:
    for name in "xyzw":
        (folder / name).touch()
    with pytest.raises(FileExistsError, match="（w、x、y 等 4 个）"):
        require_only(folder, OWN)


def test_who_may_look_into_the_folder_stays_as_it_was(folder: Path) -> None:
    folder.chmod(0o700)
    put_files(folder, NEW, own=OWN)
    assert (contents(folder), stat.S_IMODE(folder.stat().st_mode)) == (NEW, 0o700)


def test_a_link_to_the_folder_stays_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    put_files(tmp_path / "link", NEW, own=OWN)
    assert (tmp_path / "link").is_symlink()
    assert contents(folder) == NEW


def test_a_write_that_fails_leaves_the_old_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put_files(folder, NEW, own=OWN)
    assert contents(folder) == OLD
    assert alone(folder)


def test_an_interrupt_leaves_the_old_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put_files(folder, NEW, own=OWN)
    assert contents(folder) == OLD
    assert alone(folder)


KILLED = """
import os, signal, sys
from pathlib import Path
from voc.nlp.swapping import put_files
left = int(sys.argv[2])
def strike(descriptor):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
os.fsync = strike
put_files(Path(sys.argv[1]), {"a": b"3", "b": b"4"}, own=frozenset("abc"))
"""


@pytest.mark.parametrize("step", [1, 2])
def test_a_process_killed_while_it_writes_leaves_the_old_files(folder: Path, step: int) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(step)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert contents(folder) == OLD
    put_files(folder, NEW, own=OWN)
    assert contents(folder) == NEW


def test_without_an_exchange_in_one_step_names_are_exchanged_in_three(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_in_one_step", lambda *_: False)
    put_files(folder, NEW, own=OWN)
    assert contents(folder) == NEW
    assert alone(folder)


def test_where_the_second_of_three_steps_fails_the_old_name_is_given_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_in_one_step", lambda *_: False)
    with pytest.raises(FileNotFoundError):
        swap(folder.with_name("nowhere"), folder)
    assert contents(folder) == OLD
    assert alone(folder)

from pathlib import Path

import pytest

from voc.errors import InputError
from voc.services.placing import put_folder, require_place


def test_a_folder_stands_in_the_place_of_the_one_before(tmp_path: Path) -> None:
    put_folder({"a": b"1", "b": b""}, tmp_path / "x" / "y", called="库")
    put_folder({"a": b"2"}, tmp_path / "x" / "y", called="库")
    assert {p.name: p.read_bytes() for p in (tmp_path / "x" / "y").iterdir()} == {"a": b"2"}
    assert [p.name for p in (tmp_path / "x").iterdir()] == ["y"]


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="无法写入库"):
        put_folder({}, tmp_path / "file" / "x", called="库")


def test_a_place_for_a_folder_is_tried_and_nothing_stays(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for place in (tmp_path / "new", tmp_path / "there", tmp_path / "a" / "b" / "c"):
        require_place(place)
    assert [p.name for p in tmp_path.iterdir()] == ["there"]
    assert not any((tmp_path / "there").iterdir())


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("file", "那里是文件，不是目录"),
        ("file/x", "上级是文件，不是目录"),
        ("/proc/voc-model", "无法写入"),
        ("/", "挂载点"),
    ],
)
def test_where_no_folder_can_be_made_that_is_said(tmp_path: Path, place: str, reason: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=reason):
        require_place(tmp_path / place)

from pathlib import Path

import pytest

from voc.errors import InputError
from voc.nlp.manifest import put_sealed
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


def test_a_folder_of_a_model_alone_can_be_written_again(tmp_path: Path) -> None:
    put_sealed(tmp_path / "m", {"schema": 1, "trained_on": {}}, {"CARD.md": b"ours"})
    require_place(tmp_path / "m")
    (tmp_path / "m" / "pieces.json").write_bytes(b"mine")
    with pytest.raises(InputError, match=r"别的文件（pieces\.json）.*自己的目录"):
        require_place(tmp_path / "m")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", "x"),
        ("CARD.md", "x"),
        ("manifest.json", '{"manifest_version": 3, "files": {"manifest.json": ""}}'),
        ("manifest.json", '{"schema": 1, "files": []}'),
        ("manifest.json", "[]"),
        ("manifest.json", "{"),
    ],
)
def test_a_folder_with_files_of_somebody_else_is_refused(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf8")
    with pytest.raises(InputError, match=f"别的文件（{name}）"):
        require_place(tmp_path)
    assert (tmp_path / name).read_text("utf8") == content


def test_the_working_directory_and_those_above_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    for place in (Path(), tmp_path / "a", tmp_path / "a" / "b"):
        with pytest.raises(InputError, match="当前目录或它的上级"):
            require_place(place)
    require_place(Path("c"))


def test_where_the_working_directory_is_gone_other_places_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    require_place(tmp_path / "m")

from pathlib import Path

import pytest

from voc.errors import InputError
from voc.services.placing import put_folder


def test_a_folder_stands_in_the_place_of_the_one_before(tmp_path: Path) -> None:
    put_folder({"a": b"1", "b": b""}, tmp_path / "x" / "y", called="库")
    put_folder({"a": b"2"}, tmp_path / "x" / "y", called="库")
    assert {p.name: p.read_bytes() for p in (tmp_path / "x" / "y").iterdir()} == {"a": b"2"}
    assert [p.name for p in (tmp_path / "x").iterdir()] == ["y"]


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="无法写入库"):
        put_folder({}, tmp_path / "file" / "x", called="库")

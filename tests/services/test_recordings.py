from pathlib import Path

import pytest

from voc.errors import NotFoundError
from voc.services.recordings import recording_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "录音" / "2026"
    inside.mkdir(parents=True)
    (inside / "一.WAV").write_bytes(b"RIFF")
    (inside / "notes.txt").write_bytes(b"secret")
    (tmp_path / "outside.wav").write_bytes(b"RIFF")
    (inside / "link.wav").symlink_to(tmp_path / "outside.wav")
    return tmp_path / "录音"


def test_a_recording_is_found_by_its_path_or_its_address(folder: Path) -> None:
    path = folder / "2026" / "一.WAV"
    assert recording_file("2026/一.WAV", folder) == (path, "audio/wav")
    assert recording_file(path.as_uri(), folder) == (path, "audio/wav")
    assert recording_file(str(path), folder) == (path, "audio/wav")


@pytest.mark.parametrize(
    "uri",
    [
        *("../outside.wav", "2026/../../outside.wav", "2026/link.wav", "file:///etc/passwd", "/etc/passwd"),
        *("2026", "2026/none.wav", "2026/notes.txt", "https://example.org/a.wav", "", "a\0.wav", "x" * 5000 + ".wav"),
    ],
)
def test_nothing_that_is_no_sound_inside_the_folder_is_found(folder: Path, uri: str) -> None:
    with pytest.raises(NotFoundError, match="录音不在设定的目录里"):
        recording_file(uri, folder)


def test_without_a_recording_or_a_folder_there_is_none(folder: Path) -> None:
    for uri, root in ((None, folder), ("2026/一.WAV", None)):
        with pytest.raises(NotFoundError, match="没有录音"):
            recording_file(uri, root)

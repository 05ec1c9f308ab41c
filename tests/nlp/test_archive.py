import io
import tracemalloc
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voc.nlp.archive import LARGEST, packed, unpacked

KINDS = st.sampled_from(["<f2", "<f4", "<f8", "<i8"])
TABLES = st.dictionaries(
    st.sampled_from(["idf", "weights", "bias"]),
    KINDS.flatmap(lambda kind: arrays.arrays(kind, arrays.array_shapes(min_side=0))),
)


@given(TABLES)
def test_arrays_come_back_as_they_were(tables: dict[str, np.ndarray[Any, Any]]) -> None:
    found = unpacked(packed(tables))
    assert list(found) == list(tables)
    for name, numbers in tables.items():
        assert (found[name].dtype, found[name].shape) == (numbers.dtype, numbers.shape)
        assert found[name].tobytes() == numbers.tobytes()
    assert packed(found) == packed(tables)


def test_an_archive_of_numpy_is_read_too() -> None:
    buffer = io.BytesIO()
    by_column = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    np.savez_compressed(buffer, a=by_column, b=np.float32(3))
    found = unpacked(buffer.getvalue())
    assert found["a"].tolist() == by_column.tolist()
    assert (found["b"].shape, float(found["b"])) == ((), 3.0)


def archive(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return buffer.getvalue()


def npy(header: str, body: bytes = b"", *, version: bytes = b"\x01\x00") -> bytes:
    length = len(header).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + version + length + header.encode() + body


def described(shape: str, kind: str = "<f4") -> str:
    return f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n"


@pytest.mark.parametrize(
    "content",
    [
        npy(described("(1000000000000,)")),
        npy(described("(100000000000000000000, 7)")),
        npy(described("(-4, 2)"), b"\0" * 32),
        npy(described("(-4, -2)"), b"\0" * 32),
        npy(described("(2,)"), b"\0" * 4),
        npy(described("(2,)"), b"\0" * 12),
        npy(described("(1,)", "|O"), b"\0" * 8),
        npy(described("(1,)", "<c8"), b"\0" * 8),
        npy(described("(1,)", "<U1"), b"\0" * 4),
        npy(described("(1,)", "<M8[s]"), b"\0" * 8),
        npy(described("(1,)", "|b1"), b"\0"),
        npy(described("(1,)"), b"\0" * 4, version=b"\x09\x00"),
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff{",
        b"",
    ],
    ids=[
        *("huge", "beyond", "negative", "twice negative", "short", "long", "objects"),
        *("complex", "text", "time", "truth", "version", "huge header", "empty"),
    ],
)
def test_what_is_not_there_is_not_made_room_for(content: bytes) -> None:
    made = archive(("idf.npy", content))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError):  # noqa: PT011  numpy has words of its own
            unpacked(made)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_what_inflates_beyond_any_model_is_refused_before_it_is_read() -> None:
    made = bytearray(archive(("idf.npy", npy(described("(2,)"), b"\0" * 8))))
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        size = found.infolist()[0].file_size
    at = made.rindex(size.to_bytes(4, "little"))
    made[at : at + 4] = (LARGEST + 1).to_bytes(4, "little")
    with pytest.raises(ValueError, match="larger than any model"):
        unpacked(bytes(made))

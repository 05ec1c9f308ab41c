"""Arrays as the bytes of an npz file, and back; a damaged or made-up file costs no more memory than a model does."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
# Bytes of all arrays together: far more than a model has.
LARGEST = 1_000_000_000
_SUFFIX = ".npy"
# Kinds of arrays: whole numbers with and without a sign, and fractions.
_NUMBERS = "iuf"
# What reading a damaged archive, or JSON of another form, may raise (RecursionError is a RuntimeError).
DAMAGE = (
    *(LookupError, TypeError, ValueError, AttributeError, ArithmeticError),
    *(EOFError, OSError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error),
)


def packed(arrays: Arrays) -> bytes:
    """An npz whose bytes depend on nothing but the numbers: `np.savez` would write the time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, numbers in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(numbers), allow_pickle=False)
            stamp = zipfile.ZipInfo(f"{name}{_SUFFIX}", date_time=(1980, 1, 1, 0, 0, 0))
            stamp.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(stamp, member.getvalue())
    return buffer.getvalue()


def unpacked(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays by name. Nothing is run, and no room is made for numbers that do not follow.

    A header may ask for any shape, and a few bytes may inflate to any number: ValueError where what is asked for is not
    what is there, or is more than `LARGEST`. Raises as well whatever a damaged archive raises (`zipfile`, `zlib`).
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST:
            raise ValueError("larger than any model")
        arrays = {}
        for member in members:
            with archive.open(member) as stream:
                arrays[member.filename.removesuffix(_SUFFIX)] = _array(stream, member.file_size)
        return arrays


def _array(stream: IO[bytes], size: int) -> NDArray[Any]:
    shape, by_column, kind = _header(stream)
    if kind.kind not in _NUMBERS:
        raise ValueError("no real numbers")
    if prod(shape) * kind.itemsize != size - stream.tell():
        raise ValueError("another shape than its header says")
    return np.ndarray(shape, kind, buffer=stream.read(), order="F" if by_column else "C")


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, "np.dtype[Any]"]:
    match np.lib.format.read_magic(stream):
        case (1, 0):
            return np.lib.format.read_array_header_1_0(stream)
        case (2, 0):
            return np.lib.format.read_array_header_2_0(stream)
        case version:
            raise ValueError(f"npy format {version}")

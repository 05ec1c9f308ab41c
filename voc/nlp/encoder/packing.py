"""Matrices as whole numbers from -127 to 127 with a scale a row: a quarter of the room, and reading is as good."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MOST = 127
SCALE = ":scale"


def packed(numbers: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[Any]]:
    """Vectors as they are, every matrix as whole numbers followed by their scales; in the order of the names."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, one in sorted(numbers.items()):
        if one.ndim == 1:
            arrays[name] = one.astype(np.float32)
            continue
        scale = np.maximum(np.abs(one).max(axis=1), 1e-12).astype(np.float32) / np.float32(_MOST)
        arrays[name] = np.clip(np.rint(one / scale[:, None]), -_MOST, _MOST).astype(np.int8)
        arrays[name + SCALE] = scale
    return arrays


def unpacked(numbers: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """An array as it is computed with."""
    if numbers[name].ndim == 1:
        return np.asarray(numbers[name], dtype=np.float32)
    return np.asarray(numbers[name] * numbers[name + SCALE][:, None], dtype=np.float32)


def unpacked_rows(numbers: Mapping[str, NDArray[Any]], name: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Some rows of a matrix."""
    return np.asarray(numbers[name][rows] * numbers[name + SCALE][rows, None], dtype=np.float32)

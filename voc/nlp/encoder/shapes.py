"""Which arrays an encoder has: what is read from a file is measured before anything is computed with it."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.nlp.encoder.packing import SCALE

Shape = tuple[int, ...]
# Rows of the places; bounds on width, layers and pieces, far beyond any encoder that answers in a millisecond.
PLACES = 128
WIDEST, DEEPEST, MOST_PIECES = 1024, 24, 500_000


def require_whole(numbers: Mapping[str, NDArray[Any]], *, pieces: int, labels: int, heads: int) -> None:
    """ValueError unless these are the arrays of one encoder, as they are stored: shapes, kinds and finite numbers.

    KeyError where the first ones are missing.
    """
    width = len(numbers["scale"])
    depth = depth_of(numbers)
    inner = len(numbers["0.widen_bias"]) if depth else 0
    if not (0 < heads <= width <= WIDEST and inner <= WIDEST and depth <= DEEPEST and pieces <= MOST_PIECES):
        raise ValueError("another size than any encoder")
    if width % heads:
        raise ValueError("heads that do not divide the width")
    wanted = _stored(width, inner, depth, pieces, labels)
    if {name: (one.shape, one.dtype) for name, one in numbers.items()} != wanted:
        raise ValueError("other arrays than an encoder has")
    if not all(np.isfinite(one).all() for one in numbers.values()):
        raise ValueError("numbers that are none")


def _stored(width: int, inner: int, depth: int, pieces: int, labels: int) -> dict[str, tuple[Shape, "np.dtype[Any]"]]:
    shapes: dict[str, Shape] = {
        "pieces_by": (pieces, width),
        "places": (PLACES, width),
        "scale": (width,),
        "shift": (width,),
        "answer": (width, labels),
        "answer_bias": (labels,),
    }
    for n in range(depth):
        shapes |= {f"{n}.{name}": shape for name, shape in layer_shapes(width, inner).items()}
    whole, single = np.dtype(np.int8), np.dtype(np.float32)
    stored = {name: (shape, single if len(shape) == 1 else whole) for name, shape in shapes.items()}
    return stored | {name + SCALE: (shape[:1], single) for name, shape in shapes.items() if len(shape) > 1}


def depth_of(names: Iterable[str]) -> int:
    """How many layers arrays of these names make."""
    return sum(name.endswith(".mix") for name in names)


def layer_shapes(width: int, inner: int) -> dict[str, Shape]:
    """Of the parts of one layer, in the order of `Layer`."""
    return {
        "mix": (width, 3 * width),
        "mix_bias": (3 * width,),
        "out": (width, width),
        "out_bias": (width,),
        "first_scale": (width,),
        "first_shift": (width,),
        "widen": (width, inner),
        "widen_bias": (inner,),
        "narrow": (inner, width),
        "narrow_bias": (width,),
        "second_scale": (width,),
        "second_shift": (width,),
    }

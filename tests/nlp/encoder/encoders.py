"""Small encoders for tests."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.nlp.encoder import Encoder, Pieces
from voc.nlp.encoder.packing import packed
from voc.nlp.encoder.shapes import PLACES, layer_shapes

WIDTH, INNER, HEADS, DEPTH = 8, 12, 2, 2
WORDS = ("闪退", "客服", "态度", "差", "网点", "太", "远", ",")
PIECES = Pieces({"\u2581": -2.0} | {word: -4.0 - n / 10 for n, word in enumerate(WORDS)})


def small_numbers(labels: Sequence[str], seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Random arrays of the shapes of an encoder."""
    rng = np.random.default_rng(seed)
    around: dict[str, tuple[int, ...]] = {
        "pieces_by": (len(PIECES), WIDTH),
        "places": (PLACES, WIDTH),
        "scale": (WIDTH,),
        "shift": (WIDTH,),
        "answer": (WIDTH, len(labels)),
        "answer_bias": (len(labels),),
    }
    layers = {f"{n}.{name}": shape for n in range(DEPTH) for name, shape in layer_shapes(WIDTH, INNER).items()}
    return {name: rng.normal(0, 0.7, shape).astype(np.float32) for name, shape in (around | layers).items()}


def small_encoder(labels: Sequence[str], seed: int = 0) -> Encoder:
    return Encoder(tuple(labels), HEADS, PIECES, packed(small_numbers(labels, seed)))

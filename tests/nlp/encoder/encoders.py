"""Small encoders for tests."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from voc.nlp.encoder import Encoder, Pieces
from voc.nlp.encoder.network import WINDOW, Layer
from voc.nlp.encoder.packing import packed

WIDTH, INNER, HEADS, DEPTH = 8, 12, 2, 2
WORDS = ("闪退", "客服", "态度", "差", "网点", "太", "远", ",")
PIECES = Pieces({"\u2581": -2.0} | {word: -4.0 - n / 10 for n, word in enumerate(WORDS)})


def small_numbers(labels: Sequence[str], seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Random arrays of the shapes of an encoder."""
    rng = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "mix": (WIDTH, 3 * WIDTH),
        "mix_bias": (3 * WIDTH,),
        "out": (WIDTH, WIDTH),
        "widen": (WIDTH, INNER),
        "widen_bias": (INNER,),
        "narrow": (INNER, WIDTH),
    }
    around = {
        "pieces_by": (len(PIECES), WIDTH),
        "places": (WINDOW + 2, WIDTH),
        "scale": (WIDTH,),
        "shift": (WIDTH,),
        "answer": (WIDTH, len(labels)),
        "answer_bias": (len(labels),),
    }
    names = {f"{n}.{part.name}": shapes.get(part.name, (WIDTH,)) for n in range(DEPTH) for part in fields(Layer)}
    return {name: rng.normal(0, 0.7, shape).astype(np.float32) for name, shape in (around | names).items()}


def small_encoder(labels: Sequence[str], seed: int = 0) -> Encoder:
    return Encoder(tuple(labels), HEADS, PIECES, packed(small_numbers(labels, seed)))

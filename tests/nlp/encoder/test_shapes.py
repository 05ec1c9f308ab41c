from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from tests.nlp.encoder.encoders import DEPTH, HEADS, INNER, PIECES, WIDTH, small_encoder
from voc.nlp.encoder.shapes import WIDEST, layer_shapes, require_whole

LABELS = ("dissatisfied", "person")
Numbers = np.ndarray[Any, Any]
COUNTS = {"pieces": len(PIECES), "labels": len(LABELS), "heads": HEADS}


def numbers(other: Mapping[str, Numbers] = MappingProxyType({})) -> dict[str, Numbers]:
    """Those of a small encoder, some of them exchanged or added."""
    return dict(small_encoder(LABELS).numbers) | other


def single(*shape: int) -> Numbers:
    return np.zeros(shape, dtype=np.float32)


def test_a_whole_encoder_passes() -> None:
    require_whole(numbers(), **COUNTS)
    assert sum(name.endswith(".mix") for name in numbers()) == DEPTH
    assert layer_shapes(WIDTH, INNER)["widen"] == (WIDTH, INNER)


@pytest.mark.parametrize(
    "other",
    [
        {"shift": single(1)},
        {"places": np.zeros((3, WIDTH), dtype=np.int8)},
        {"pieces_by": np.zeros((len(PIECES) - 1, WIDTH), dtype=np.int8)},
        {"pieces_by": np.zeros((len(PIECES), WIDTH), dtype=np.uint8)},
        {"pieces_by:scale": single(len(PIECES) - 1)},
        {"answer_bias": single(3)},
        {"answer_bias": np.array([1, np.nan], dtype=np.float32)},
        {"scale": np.full(WIDTH, np.inf, dtype=np.float32)},
        {"another": single(1)},
    ],
)
def test_other_arrays_are_refused(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"arrays|none"):
        require_whole(numbers(other), **COUNTS)


@pytest.mark.parametrize("heads", [0, -2, 3, WIDTH + 1])
def test_heads_that_do_not_fit_are_refused(heads: int) -> None:
    with pytest.raises(ValueError, match=r"size|heads"):
        require_whole(numbers(), **(COUNTS | {"heads": heads}))


def test_what_is_larger_than_any_encoder_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(ValueError, match="size"):
        require_whole(numbers({"scale": single(WIDEST + 8)}), **COUNTS)
    with pytest.raises(KeyError):
        require_whole({}, **COUNTS)

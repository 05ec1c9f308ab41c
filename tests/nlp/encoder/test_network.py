from collections.abc import Sequence
from dataclasses import replace
from math import erf, exp, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.nlp.encoder.encoders import DEPTH, HEADS, PIECES, WIDTH, small_encoder
from voc.nlp.encoder import Encoder, encoder_of
from voc.nlp.encoder.network import MOST_CHARACTERS, MOST_WINDOWS, WINDOW, windows
from voc.nlp.encoder.packing import SCALE, unpacked
from voc.nlp.encoder.pieces import BEGIN, END

LABELS = ("dissatisfied", "person", "product")


def normed(x: NDArray[np.float64], scale: NDArray[np.float64], shift: NDArray[np.float64]) -> NDArray[np.float64]:
    mean = sum(x) / len(x)
    spread = sum((v - mean) ** 2 for v in x) / len(x)
    return np.array([(v - mean) / sqrt(spread) * s + t for v, s, t in zip(x, scale, shift, strict=True)])


def by_hand(encoder: Encoder, pieces: Sequence[int]) -> NDArray[np.float64]:
    """The same, a piece at a time, after the papers."""
    own = {name: unpacked(encoder.numbers, name).astype(float) for name in encoder.numbers if not name.endswith(SCALE)}
    numbers = [BEGIN, *pieces, END]
    rows = [normed(own["pieces_by"][n] + own["places"][i], own["scale"], own["shift"]) for i, n in enumerate(numbers)]
    size = WIDTH // HEADS
    for n in range(DEPTH):
        layer = {name.partition(".")[2]: one for name, one in own.items() if name.startswith(f"{n}.")}
        mixed = [row @ layer["mix"] + layer["mix_bias"] for row in rows]
        after = []
        for row, mine in zip(rows, mixed, strict=True):
            heads = []
            for head in range(HEADS):
                part = slice(head * size, (head + 1) * size)
                weights = [exp(mine[part] @ other[WIDTH:][part] / sqrt(size)) for other in mixed]
                values = [other[2 * WIDTH :][part] for other in mixed]
                heads.append(sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights))
            x = normed(
                row + np.concatenate(heads) @ layer["out"] + layer["out_bias"],
                layer["first_scale"],
                layer["first_shift"],
            )
            inner = np.array([v * (1 + erf(v / sqrt(2))) / 2 for v in x @ layer["widen"] + layer["widen_bias"]])
            x = x + inner @ layer["narrow"] + layer["narrow_bias"]
            after.append(normed(x, layer["second_scale"], layer["second_shift"]))
        rows = after
    return np.asarray(sum(rows) / len(rows) @ own["answer"] + own["answer_bias"])


@pytest.mark.parametrize("text", ["闪退", "客服态度太差,网点太远", ""])
def test_logits_are_those_of_the_papers(text: str) -> None:
    encoder = small_encoder(LABELS)
    # The activation is approximated.
    assert encoder.logits(text) == pytest.approx(by_hand(encoder, PIECES.of(text)), abs=0.02)
    assert encoder.answers(text) == dict(zip(LABELS, encoder.logits(text), strict=True))


def test_a_long_text_is_read_in_stretches_and_the_loudest_counts_for_each_label() -> None:
    # One in which neither stretch says most for every label.
    encoder = small_encoder(LABELS, seed=2)
    text = "闪退" * (WINDOW - 1) + "客服态度差" * 9
    pieces = PIECES.of(text)
    parts = [by_hand(encoder, pieces[:WINDOW]), by_hand(encoder, pieces[WINDOW:])]
    loudest = np.max(parts, axis=0)
    assert encoder.logits(text) == pytest.approx(loudest, abs=0.02)
    assert not any(np.allclose(part, loudest, atol=0.1) for part in parts)


def test_no_more_is_read_than_can_be_in_a_moment() -> None:
    assert [len(one) for one in windows([3] * (WINDOW + 1))] == [WINDOW + 2, 3]
    assert len(list(windows([3] * WINDOW * (MOST_WINDOWS + 3)))) == MOST_WINDOWS
    assert list(windows([])) == [[BEGIN, END]]
    encoder = small_encoder(LABELS)
    assert encoder.logits("闪退" * 1_000_000) == encoder.logits("闪退" * MOST_CHARACTERS)


def test_order_matters_to_it() -> None:
    encoder = small_encoder(LABELS)
    assert encoder.logits("客服闪退") != encoder.logits("闪退客服")


def test_numbers_that_do_not_belong_together_are_refused() -> None:
    encoder = small_encoder(LABELS)
    assert encoder_of(encoder.numbers, encoder.settings, PIECES).logits("闪退") == encoder.logits("闪退")
    with pytest.raises(ValueError, match="other arrays"):
        encoder_of(encoder.numbers, encoder.settings | {"labels": [*LABELS, "rule"]}, PIECES)
    with pytest.raises(TypeError, match="counted"):
        encoder_of(encoder.numbers, encoder.settings | {"heads": 2.0}, PIECES)
    assert replace(encoder, heads=4).logits("闪退") != encoder.logits("闪退")

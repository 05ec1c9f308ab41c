"""Skipped where torch is not installed (pip install -e '.[encoder]')."""

import numpy as np
import pytest

from tests.nlp.encoder.encoders import HEADS, PIECES, small_encoder
from voc.nlp.encoder.packing import SCALE, unpacked

torch = pytest.importorskip("torch", reason="要装 torch：pip install -e '.[encoder]'")

LABELS = ("dissatisfied", "person", "product")
TEXTS = ["闪退", "客服态度太差,网点太远", "网点", "客服差,闪退"]


def test_what_is_fitted_is_what_is_used() -> None:
    from voc.nlp.training.deep.transformer import Transformer, padded, rows_of

    encoder = small_encoder(LABELS)
    held = {name: unpacked(encoder.numbers, name) for name in encoder.numbers if not name.endswith(SCALE)}
    model = Transformer.of(held, HEADS)
    with torch.no_grad():
        logits = model.logits(*padded(rows_of(TEXTS, PIECES)), dropout=0.0).numpy()
    for text, row in zip(TEXTS, logits, strict=True):
        assert encoder.logits(text) == pytest.approx(row.tolist(), abs=1e-4)
    assert model.encoder(LABELS, PIECES).logits("闪退") == pytest.approx(encoder.logits("闪退"), abs=1e-4)


def test_everything_is_shown_once_in_batches_of_one_length() -> None:
    from voc.nlp.training.deep.transformer import batches

    rows = [[0] * (1 + n % 7) for n in range(100)]
    found = list(batches(rows, np.arange(100), 10, np.random.default_rng(0)))
    assert sorted(n for batch in found for n in batch) == list(range(100))
    assert [len(batch) for batch in found] == [10] * 10
    assert max(len({len(rows[n]) for n in batch}) for batch in found) <= 2


def test_the_rate_rises_then_falls_to_nothing() -> None:
    from voc.nlp.training.deep.transformer import risen_and_fallen

    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = risen_and_fallen(optimizer, 10, 0.2)
    rates = []
    for _ in range(10):
        rates.append(round(optimizer.param_groups[0]["lr"], 3))
        optimizer.step()
        schedule.step()
    assert rates == [0.5, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]

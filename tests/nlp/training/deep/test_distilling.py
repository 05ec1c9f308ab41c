"""Skipped where torch is not installed (pip install -e '.[encoder]')."""

import numpy as np
import pytest

from tests.nlp.encoder.encoders import HEADS, PIECES, small_numbers

torch = pytest.importorskip("torch", reason="要装 torch：pip install -e '.[encoder]'")

LABELS = ("dissatisfied", "person", "product")
TEXTS = ["闪退", "客服态度太差,网点太远", "网点", "客服差,闪退"]
SMALL = {"WIDTH": 8, "HEADS": 2, "INNER": 8, "EPOCHS": 60, "MADE": 40, "BATCH": 8, "DROPOUT": 0.0}


def test_a_small_encoder_learns_to_answer_as_its_teachers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from voc.nlp.training.deep import distilling
    from voc.nlp.training.deep.transformer import Transformer, rows_of

    for name, value in SMALL.items():
        monkeypatch.setattr(distilling, name, value)
    surer = small_numbers(LABELS)
    surer["answer_bias"] = surer["answer_bias"] + 2.0
    teachers = [Transformer.of(numbers, HEADS) for numbers in (small_numbers(LABELS), surer)]
    # The mean of both, whose answers are two apart.
    wanted = distilling.logits_of(teachers[0], rows_of(TEXTS, PIECES)) + 1.0
    first, second = (
        distilling.distilled(teachers, TEXTS * 8, PIECES, progress=lambda _: None).encoder(LABELS, PIECES)
        for _ in range(2)
    )
    found = np.array([first.logits(text) for text in TEXTS])
    assert np.abs(found - wanted).mean() < np.abs(wanted - wanted.mean(axis=0)).mean() / 2
    assert [second.logits(text) for text in TEXTS] == found.tolist()


def test_texts_are_made_of_clauses_of_others() -> None:
    from voc.nlp.training.deep.distilling import LONGEST_TEXT, MADE, made_of

    made = made_of(["闪退闪退,客服态度差", "网点太远了"], np.random.default_rng(0))
    assert len(made) == MADE
    assert {"闪退闪退,客服态度差", "闪退闪退,", "网点太远了"} < set(made)
    assert max(map(len, made)) <= LONGEST_TEXT
    assert made_of([], np.random.default_rng(0)) == []

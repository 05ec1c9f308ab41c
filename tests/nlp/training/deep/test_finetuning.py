"""Skipped where torch is not installed (pip install -e '.[encoder]')."""

from dataclasses import fields

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.nlp.encoder.encoders import HEADS, INNER, WIDTH, WORDS
from voc.nlp.encoder.network import Layer
from voc.nlp.encoder.pieces import BLANK
from voc.nlp.encoder.shapes import PLACES
from voc.nlp.training.lesson import Lesson
from voc.nlp.training.pretrained import Pretrained

torch = pytest.importorskip("torch", reason="要装 torch：pip install -e '.[encoder]'")

CONTROL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
SPELLED = {word: -4.0 - n / 10 for n, word in enumerate((BLANK, *WORDS, "鬱悶", "hello"))}
TEXTS = ["闪退", "客服态度差", "客服太差", "网点太远"] * 4


class Made(Pretrained):
    """Random arrays instead of a file's."""

    def vector(self, name: str) -> NDArray[np.float32]:
        sizes = {"emb.pos": 512 * WIDTH, "emb.type": WIDTH}
        size = sizes.get(name, INNER if name.endswith("fi.b") else WIDTH)
        return np.random.default_rng(len(name)).normal(0, 0.3, size).astype(np.float32)

    def matrix(self, name: str, width: int, rows: object = None) -> NDArray[np.float32]:
        count = len(self.rows) if name == "emb.word" else INNER if name.endswith("fi.w") else WIDTH
        every = np.random.default_rng(sum(map(ord, name))).normal(0, 0.3, (count, width)).astype(np.float32)
        return every if rows is None else every[np.array(rows)]


def made() -> Pretrained:
    words = (*CONTROL, *SPELLED)
    rows = {word: n for n, word in enumerate(words)}
    return Made(WIDTH, HEADS, INNER, dict.fromkeys(CONTROL, 0.0) | SPELLED, rows, 0, 2, 3, b"", {})


def test_pieces_are_those_of_the_texts_and_short_simplified_ones() -> None:
    from voc.nlp.training.deep.finetuning import pieces_for

    assert set(pieces_for(["闪退"], made()).scores) == {BLANK, *WORDS} - {","}
    assert {",", "hello"} <= set(pieces_for(["闪退,hello"], made()).scores)
    assert not set(pieces_for(["<mask>"], made()).scores) & set(CONTROL)


def test_the_labels_are_learned_from_what_is_taught_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from voc.nlp.training.deep import finetuning

    monkeypatch.setattr(finetuning, "BATCH", 4)
    base, course = made(), finetuning.Schedule(layers=3, epochs=60, rate=3e-3)
    pieces = finetuning.pieces_for(TEXTS, base)
    wanted = np.array([["客服" in text, "网点" in text] for text in TEXTS], dtype=np.float32)
    taught = np.array(["网点" not in text for text in TEXTS])
    lesson = Lesson(TEXTS, wanted, np.ones(len(TEXTS), dtype=np.float32), np.ones(len(TEXTS), dtype=np.int64))
    steps: list[str] = []
    fitted = finetuning.fine_tuned(lesson, taught, pieces, base, course, progress=steps.append)
    encoder = fitted.encoder(("person", "rule"), pieces)
    assert len(steps) == 60
    assert encoder.answers("客服态度差")["person"] > 0.5 > -0.5 > encoder.answers("闪退")["person"]
    # Nothing told it of branches.
    assert encoder.answers("网点太远")["rule"] < -0.5
    names = {name for name in fitted.numbers if name.startswith("0.")}
    assert names == {f"0.{part.name}" for part in fields(Layer)}
    assert fitted.numbers["places"].shape == (PLACES, WIDTH)

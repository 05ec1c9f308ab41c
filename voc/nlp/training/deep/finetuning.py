"""A teacher: layers of a pretrained encoder, from the lowest up, fitted to labelled comments.

All layers and an answer for each label are fitted together (Devlin et al. 2019) by the sum of the labels'
cross-entropies; AdamW (Loshchilov and Hutter 2019), the rate rising, then falling to nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as f

from voc.domain.reading import read
from voc.nlp.encoder import Pieces
from voc.nlp.encoder.pieces import SPECIAL
from voc.nlp.encoder.shapes import PLACES
from voc.nlp.training.deep.transformer import Transformer, batches, padded, risen_and_fallen, rows_of
from voc.nlp.training.lesson import Lesson
from voc.nlp.training.pretrained import Pretrained

BATCH, ANSWERS_FASTER, WARM, DECAY, DROPOUT, STEEPEST = 32, 10, 0.06, 0.01, 0.1, 1.0
# What stands for no text: <s>, <pad>, <mask>.
_CONTROL = re.compile(r"<[a-z/]+>")
_HAN = re.compile(r"\u2581?[\u4e00-\u9fff]{1,3}")


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many of the lowest layers are fitted, in how many passes over all texts, and how fast."""

    layers: int
    epochs: int
    rate: float


# Chosen on held-out texts (docs/choices.md): one layer reads worse, six no better, and no more passes are needed;
# all twelve read other things right than the lowest three, so that both together err least, at five times the time.
LOWEST, WHOLE = Schedule(3, 2, 3e-4), Schedule(12, 1, 1.5e-4)


def pieces_for(texts: Sequence[str], base: Pretrained) -> Pieces:
    """The pieces that occur in the texts, and all short ones of simplified Chinese: what is pretrained of them holds
    for words that no labelled text has."""
    every = Pieces({word: score for word, score in base.scores.items() if not _CONTROL.fullmatch(word)})
    names = tuple(every.scores)
    seen = {names[n - SPECIAL] for text in texts for n in every.of(text) if n >= SPECIAL}
    seen |= {word for word in names if _HAN.fullmatch(word) and read(word).text == word}
    return Pieces({word: base.scores[word] for word in names if word in seen})


def fine_tuned(
    lesson: Lesson,
    taught: NDArray[np.bool_],
    pieces: Pieces,
    base: Pretrained,
    course: Schedule,
    *,
    progress: Callable[[str], None],
) -> Transformer:
    """The teacher, fitted on those of the texts that are `taught`; the same numbers on the same platform."""
    rng = np.random.default_rng(0)
    model = Transformer.of(_start(base, pieces, lesson.wanted[taught], course.layers), base.heads)
    rows = rows_of(lesson.texts, pieces)
    shown = np.repeat(np.flatnonzero(taught), lesson.shown[taught])
    optimizer = _optimizer(model, course.rate)
    rate = risen_and_fallen(optimizer, course.epochs * -(-len(shown) // BATCH), WARM)
    wanted, weights = torch.from_numpy(lesson.wanted), torch.from_numpy(lesson.weights)
    for epoch in range(course.epochs):
        progress(f"{course.layers} 层，第 {epoch + 1}/{course.epochs} 遍")
        for batch in batches(rows, shown, BATCH, rng):
            with torch.autocast("cpu", torch.bfloat16):
                logits = model.logits(*padded([rows[n] for n in batch]), dropout=DROPOUT)
            losses = f.binary_cross_entropy_with_logits(logits.float(), wanted[batch], reduction="none").sum(1)
            optimizer.zero_grad()
            (losses * weights[batch]).mean().backward()
            torch.nn.utils.clip_grad_norm_(list(model.numbers.values()), STEEPEST)
            optimizer.step()
            rate.step()
    return model


def _optimizer(model: Transformer, rate: float) -> torch.optim.Optimizer:
    """What is new learns faster than what was pretrained; biases and scales do not decay."""
    held = model.numbers
    deep = [one for name, one in held.items() if one.ndim > 1 and name != "answer"]
    flat = [one for name, one in held.items() if one.ndim == 1 and name != "answer_bias"]
    return torch.optim.AdamW(
        [
            {"params": deep, "weight_decay": DECAY},
            {"params": flat, "weight_decay": 0.0},
            {"params": [held["answer"], held["answer_bias"]], "lr": rate * ANSWERS_FASTER, "weight_decay": DECAY},
        ],
        lr=rate,
    )


def _start(
    base: Pretrained, pieces: Pieces, wanted: NDArray[np.float32], depth: int
) -> dict[str, NDArray[np.floating]]:
    """The pretrained numbers, and answers that know only how often each label is right."""
    w = base.width
    rows = [base.begin, base.end, base.unknown, *(base.rows[word] for word in pieces.scores)]
    often = np.clip(wanted.mean(axis=0), 1e-3, 0.9)
    around: dict[str, NDArray[np.floating]] = {
        "pieces_by": base.matrix("emb.word", w, rows),
        "places": base.vector("emb.pos").reshape(-1, w)[:PLACES] + base.vector("emb.type")[:w],
        "scale": base.vector("emb.ln.w"),
        "shift": base.vector("emb.ln.b"),
        "answer": np.random.default_rng(0).normal(0, 0.1 / sqrt(w), (w, wanted.shape[1])),
        "answer_bias": np.log(often / (1 - often)),
    }
    layers = {f"{n}.{name}": one for n in range(depth) for name, one in _layer(base, n).items()}
    return around | layers


def _layer(base: Pretrained, n: int) -> Mapping[str, NDArray[np.float32]]:
    """Arrays of layer n by the names of `Layer`; the packed matrices lie the other way round."""
    w = base.width
    mix = [base.matrix(f"l{n}.{part}.w", w).T for part in "qkv"]
    return {
        "mix": np.concatenate(mix, axis=1),
        "mix_bias": np.concatenate([base.vector(f"l{n}.{part}.b") for part in "qkv"]),
        "out": base.matrix(f"l{n}.ao.w", w).T,
        "out_bias": base.vector(f"l{n}.ao.b"),
        "first_scale": base.vector(f"l{n}.aln.w"),
        "first_shift": base.vector(f"l{n}.aln.b"),
        "widen": base.matrix(f"l{n}.fi.w", w).T,
        "widen_bias": base.vector(f"l{n}.fi.b"),
        "narrow": base.matrix(f"l{n}.fo.w", base.inner).T,
        "narrow_bias": base.vector(f"l{n}.fo.b"),
        "second_scale": base.vector(f"l{n}.oln.w"),
        "second_shift": base.vector(f"l{n}.oln.b"),
    }

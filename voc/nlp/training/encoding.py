"""Fine-tuning the encoder on labelled comments. The only module that needs torch.

The lowest layers of a pretrained encoder and an answer for each label, all fitted together (Devlin et al. 2019) by the
sum of the labels' cross-entropies; AdamW (Loshchilov and Hutter 2019), the rate rising, then falling to nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from math import sqrt

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as f

from voc.domain.reading import read
from voc.nlp.encoder.network import EPSILON, WINDOW, Encoder, Layer, windows
from voc.nlp.encoder.packing import packed
from voc.nlp.encoder.pieces import SPECIAL, Pieces
from voc.nlp.training.pretrained import Pretrained

# Chosen on held-out folds (docs/benchmarks.md): more layers read little better and take as much longer.
LAYERS, EPOCHS, BATCH = 3, 2, 32
RATE, ANSWER_RATE, WARM, DECAY, DROPOUT, STEEPEST = 3e-4, 3e-3, 0.06, 0.01, 0.1, 1.0
THREADS = 2
# Texts of about one length are read together: sorted within so many batches.
_SORTED = 32
_HAN = re.compile(r"\u2581?[\u4e00-\u9fff]{1,3}")

Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Texts with their labels: `wanted` `(n_texts, n_labels)` of 0 and 1, `weights` and `shown` `(n_texts,)`.

    A text counts by its weight, and is `shown` so many times in each pass over all of them.
    """

    texts: Sequence[str]
    wanted: NDArray[np.float32]
    weights: NDArray[np.float32]
    shown: NDArray[np.int64]


def pieces_for(texts: Sequence[str], base: Pretrained) -> Pieces:
    """The pieces that occur in the texts, and all short ones of simplified Chinese: what is pretrained of them holds
    for words that no labelled text has."""
    special = {base.begin, base.end, base.unknown}
    every = Pieces({word: score for word, score in base.scores.items() if base.rows[word] not in special})
    names = tuple(every.scores)
    seen = {names[n - SPECIAL] for text in texts for n in every.of(text) if n >= SPECIAL}
    seen |= {word for word in names if _HAN.fullmatch(word) and read(word).text == word}
    return Pieces({word: base.scores[word] for word in names if word in seen})


def fit_encoder(
    lesson: Lesson,
    taught: NDArray[np.bool_],
    labels: Sequence[str],
    pieces: Pieces,
    base: Pretrained,
    *,
    progress: Callable[[str], None],
) -> Encoder:
    """An encoder fitted on those of the texts that are `taught`; the same bytes on the same platform."""
    torch.manual_seed(0)
    torch.set_num_threads(THREADS)
    rng = np.random.default_rng(0)
    held = _start(base, pieces, lesson.wanted[taught])
    rows = [next(windows(pieces.of(text))) for text in lesson.texts]
    shown = np.repeat(np.flatnonzero(taught), lesson.shown[taught])
    steps = EPOCHS * -(-len(shown) // BATCH)
    answer = [held["answer"], held["answer_bias"]]
    deep = [one for name, one in held.items() if one.ndim > 1 and name != "answer"]
    flat = [one for name, one in held.items() if one.ndim == 1 and name != "answer_bias"]
    optimizer = torch.optim.AdamW(
        [
            {"params": deep, "weight_decay": DECAY},
            {"params": flat, "weight_decay": 0.0},
            {"params": answer, "lr": ANSWER_RATE, "weight_decay": DECAY},
        ],
        lr=RATE,
    )
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * steps)) * max(0.0, 1 - step / steps)
    )
    wanted, weights = torch.from_numpy(lesson.wanted), torch.from_numpy(lesson.weights)
    for epoch in range(EPOCHS):
        progress(f"第 {epoch + 1}/{EPOCHS} 遍")
        for batch in _batches(rows, shown, rng):
            with torch.autocast("cpu", torch.bfloat16):
                logits = _forward(held, base.heads, *_padded([rows[n] for n in batch]))
            losses = f.binary_cross_entropy_with_logits(logits.float(), wanted[batch], reduction="none").sum(1)
            optimizer.zero_grad()
            (losses * weights[batch]).mean().backward()
            torch.nn.utils.clip_grad_norm_([*deep, *flat, *answer], STEEPEST)
            optimizer.step()
            rate.step()
    return Encoder(
        tuple(labels), base.heads, pieces, packed({name: one.detach().numpy() for name, one in held.items()})
    )


def _start(base: Pretrained, pieces: Pieces, wanted: NDArray[np.float32]) -> Tensors:
    """The pretrained numbers, and answers that know only how often each label is right."""
    w = base.width
    rows = [base.begin, base.end, base.unknown, *(base.rows[word] for word in pieces.scores)]
    often = np.clip(wanted.mean(axis=0), 1e-3, 0.9)
    numbers = {
        "pieces_by": base.matrix("emb.word", w, rows),
        "places": base.vector("emb.pos").reshape(-1, w)[: WINDOW + 2] + base.vector("emb.type")[:w],
        "scale": base.vector("emb.ln.w"),
        "shift": base.vector("emb.ln.b"),
        "answer": np.random.default_rng(0).normal(0, 0.1 / sqrt(w), (w, wanted.shape[1])),
        "answer_bias": np.log(often / (1 - often)),
    }
    for n in range(LAYERS):
        for name, one in _layer(base, n).items():
            numbers[f"{n}.{name}"] = one
    return {
        name: torch.from_numpy(np.ascontiguousarray(one, dtype=np.float32)).requires_grad_()
        for name, one in numbers.items()
    }


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


def _batches(
    rows: Sequence[Sequence[int]], shown: NDArray[np.int64], rng: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """All that is shown, shuffled, in batches of about one length each."""
    order = rng.permutation(shown)
    batches = []
    for start in range(0, len(order), BATCH * _SORTED):
        near = sorted(order[start : start + BATCH * _SORTED].tolist(), key=lambda n: (len(rows[n]), n))
        batches += [np.array(near[at : at + BATCH]) for at in range(0, len(near), BATCH)]
    for n in rng.permutation(len(batches)):
        yield batches[n]


def _padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces in one rectangle, and which of them there are."""
    longest = max(map(len, rows))
    numbers = torch.zeros((len(rows), longest), dtype=torch.int64)
    there = torch.zeros((len(rows), longest), dtype=torch.bool)
    for n, row in enumerate(rows):
        numbers[n, : len(row)] = torch.tensor(row)
        there[n, : len(row)] = True
    return numbers, there


def _forward(held: Tensors, heads: int, numbers: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
    """What `Encoder` computes, for a batch, with dropout."""
    w = held["scale"].shape[0]
    x = f.embedding(numbers, held["pieces_by"]) + held["places"][: numbers.shape[1]]
    x = f.dropout(f.layer_norm(x, (w,), held["scale"], held["shift"], EPSILON), DROPOUT)
    for n in range(LAYERS):
        x = _through(x, {part.name: held[f"{n}.{part.name}"] for part in fields(Layer)}, heads, there)
    share = there[..., None].float()
    mean = (x.float() * share).sum(1) / share.sum(1)
    return f.dropout(mean, DROPOUT) @ held["answer"] + held["answer_bias"]


def _through(x: torch.Tensor, layer: Tensors, heads: int, there: torch.Tensor) -> torch.Tensor:
    count, longest, w = x.shape
    mixed = (x @ layer["mix"] + layer["mix_bias"].to(x.dtype)).view(count, longest, 3, heads, w // heads)
    query, key, value = mixed.permute(2, 0, 3, 1, 4)
    attended = f.scaled_dot_product_attention(query, key, value, attn_mask=there[:, None, None, :])
    attended = attended.transpose(1, 2).reshape(count, longest, w)
    x = x + f.dropout(attended @ layer["out"] + layer["out_bias"], DROPOUT)
    x = f.layer_norm(x, (w,), layer["first_scale"], layer["first_shift"], EPSILON)
    inner = f.gelu(x @ layer["widen"] + layer["widen_bias"], approximate="tanh")
    x = x + f.dropout(inner @ layer["narrow"] + layer["narrow_bias"], DROPOUT)
    return f.layer_norm(x, (w,), layer["second_scale"], layer["second_shift"], EPSILON)

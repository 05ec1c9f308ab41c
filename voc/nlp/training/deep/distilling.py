"""A small encoder that answers as large ones do (distillation, Hinton et al. 2015), fitted to their mean logits.

What the teachers say is worth more than the labels: they can be asked of texts that nobody labelled, and of texts made
from clauses of others. The small one starts from the principal components of the first teacher's embeddings.
"""

import re
from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as f

from voc.nlp.encoder import Pieces
from voc.nlp.encoder.shapes import PLACES, Shape, layer_shapes
from voc.nlp.training.deep.transformer import Transformer, batches, padded, risen_and_fallen, rows_of

# Chosen on one held-out fold (docs/choices.md): it answers about as well as its teacher, in a twentieth of the time.
WIDTH, HEADS, INNER, LAYERS = 128, 4, 256, 2
EPOCHS, BATCH, RATE, WARM, DECAY, DROPOUT, STEEPEST = 6, 128, 2e-3, 0.05, 0.01, 0.05, 1.0
# Logits beyond this say no more.
SUREST = 8.0
# Texts made of the clauses of others: how many, which share of its own clauses a text loses, and in which share of
# them clauses of other texts are put.
MADE, LOST, MIXED = 15_000, 0.25, 0.6
SHORTEST_CLAUSE, LONGEST_TEXT = 4, 150
_ASKED = 128
_CLAUSE = re.compile(r"[^,。！!?？;；\s]+[,。！!?？;；\s]*")


def distilled(
    teachers: Sequence[Transformer], texts: Sequence[str], pieces: Pieces, *, progress: Callable[[str], None]
) -> Transformer:
    """The small encoder, fitted on the texts and on others made of them; the same numbers on the same platform."""
    rng = np.random.default_rng(0)
    rows = rows_of([*texts, *made_of(texts, rng)], pieces)
    progress("问大的编码器")
    told = np.mean([logits_of(teacher, rows) for teacher in teachers], axis=0, dtype=np.float32)
    asked = np.clip(told, -SUREST, SUREST)
    model = Transformer.of(_start(teachers[0], asked, rng), HEADS)
    optimizer = torch.optim.AdamW(list(model.numbers.values()), lr=RATE, weight_decay=DECAY)
    rate = risen_and_fallen(optimizer, EPOCHS * -(-len(rows) // BATCH), WARM)
    wanted = torch.from_numpy(asked)
    shown = np.arange(len(rows))
    for epoch in range(EPOCHS):
        progress(f"照着它拟合 {epoch + 1}/{EPOCHS}")
        for batch in batches(rows, shown, BATCH, rng):
            logits = model.logits(*padded([rows[n] for n in batch]), dropout=DROPOUT)
            likely = torch.sigmoid(wanted[batch])
            apart = f.binary_cross_entropy_with_logits(logits, likely, reduction="none").sum(1).mean()
            loss = f.mse_loss(logits, wanted[batch]) + apart / 2
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(model.numbers.values()), STEEPEST)
            optimizer.step()
            rate.step()
    return model


def logits_of(model: Transformer, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Its logits for texts of pieces, shape `(n_texts, n_labels)`."""
    found = np.zeros((len(rows), model.numbers["answer"].shape[1]), dtype=np.float32)
    order = np.argsort([len(row) for row in rows], kind="stable")
    with torch.no_grad():
        for start in range(0, len(order), _ASKED):
            batch = order[start : start + _ASKED]
            with torch.autocast("cpu", torch.bfloat16):
                logits = model.logits(*padded([rows[n] for n in batch]), dropout=0.0)
            found[batch] = logits.float().numpy()
    return found


def made_of(texts: Sequence[str], rng: np.random.Generator) -> list[str]:
    """Texts that lack some of their clauses and have some of others: what they say, the teacher is asked."""
    parted = [clauses for text in texts if (clauses := _CLAUSE.findall(text))]
    pool = [clause for clauses in parted for clause in clauses if len(clause) >= SHORTEST_CLAUSE]
    made = []
    for _ in range(MADE if pool else 0):
        own = parted[rng.integers(len(parted))]
        kept = [clause for clause in own if rng.random() > LOST] or own[:1]
        if rng.random() < MIXED:
            for _ in range(rng.integers(1, 3)):
                kept.insert(rng.integers(len(kept) + 1), pool[rng.integers(len(pool))])
        made.append("".join(kept)[:LONGEST_TEXT])
    return made


def _start(
    teacher: Transformer, asked: NDArray[np.float32], rng: np.random.Generator
) -> dict[str, NDArray[np.floating]]:
    """The teacher's embeddings in their first principal components, and all else unlearned."""
    embedded = teacher.numbers["pieces_by"].detach()
    centred = embedded - embedded.mean(dim=0)
    # By torch, whose threads are counted.
    components = (centred @ torch.linalg.svd(centred, full_matrices=False)[2][:WIDTH].T).numpy()
    start: dict[str, NDArray[np.floating]] = {
        "pieces_by": components / components.std() / 2,
        "places": rng.normal(0, 0.1, (PLACES, WIDTH)),
        "scale": np.ones(WIDTH),
        "shift": np.zeros(WIDTH),
        "answer": _drawn(rng, WIDTH, asked.shape[1]) / 10,
        "answer_bias": asked.mean(axis=0),
    }
    for n in range(LAYERS):
        start |= {f"{n}.{name}": _unlearned(rng, name, shape) for name, shape in layer_shapes(WIDTH, INNER).items()}
    return start


def _unlearned(rng: np.random.Generator, name: str, shape: Shape) -> NDArray[np.float64]:
    """Matrices are drawn; norms and biases do nothing yet."""
    if len(shape) == 1:
        return np.ones(shape) if name.endswith("scale") else np.zeros(shape)
    return _drawn(rng, *shape)


def _drawn(rng: np.random.Generator, into: int, out: int) -> NDArray[np.float64]:
    return rng.normal(0, 1 / sqrt(into), (into, out))

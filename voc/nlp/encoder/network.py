"""The forward pass of a transformer encoder (Vaswani et al. 2017; BERT, Devlin et al. 2019) in numpy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from math import sqrt
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from voc.nlp.encoder.packing import unpacked, unpacked_rows
from voc.nlp.encoder.pieces import BEGIN, END, Pieces
from voc.nlp.encoder.shapes import PLACES, depth_of, require_whole

# Pieces that are read at once, and how many such stretches of one text: what stands behind them is left to others.
WINDOW, MOST_WINDOWS = PLACES - 2, 4
# Characters of a text that are cut into pieces: hardly a text needs so many for all that is read.
MOST_CHARACTERS = 2000
EPSILON = 1e-12
# What stands before and behind the layers, but for the pieces, of which only those of the text are needed.
AROUND = ("places", "scale", "shift", "answer", "answer_bias")
# How many threads count is set for the whole process: two at once would leave it wrong.
_ALONE = Lock()
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer. Shapes for width w and inner width f: `mix` `(w, 3w)` for query, key and value, `out` `(w, w)`,
    `widen` `(w, f)`, `narrow` `(f, w)`; each with its bias, and two norms of scale and shift `(w,)`."""

    mix: Numbers
    mix_bias: Numbers
    out: Numbers
    out_bias: Numbers
    first_scale: Numbers
    first_shift: Numbers
    widen: Numbers
    widen_bias: Numbers
    narrow: Numbers
    narrow_bias: Numbers
    second_scale: Numbers
    second_shift: Numbers

    def after(self, x: Numbers, heads: int) -> Numbers:
        """What follows from the pieces of one text, shape `(n_pieces, w)`."""
        attended = self._attended(x, heads) @ self.out
        attended += x
        attended += self.out_bias
        x = _normed(attended, self.first_scale, self.first_shift)
        inner = x @ self.widen
        inner += self.widen_bias
        narrowed = _gelu(inner) @ self.narrow
        narrowed += x
        narrowed += self.narrow_bias
        return _normed(narrowed, self.second_scale, self.second_shift)

    def _attended(self, x: Numbers, heads: int) -> Numbers:
        count, width = x.shape
        mixed = x @ self.mix
        mixed += self.mix_bias
        query, key, value = mixed.reshape(count, 3, heads, width // heads).transpose(1, 2, 0, 3)
        weights = query @ key.transpose(0, 2, 1)
        weights /= np.float32(sqrt(width // heads))
        weights -= np.maximum.reduce(weights, axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= np.add.reduce(weights, axis=-1, keepdims=True)
        return np.asarray((weights @ value).transpose(1, 0, 2).reshape(count, width), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """Logits of `labels` for a text.

    `numbers` are what is stored (`voc.nlp.encoder.packing`): for width w `pieces_by` `(n_pieces, w)`, `places`
    `(WINDOW + 2, w)`, `scale` and `shift` `(w,)`, `answer` `(w, n_labels)`, `answer_bias` `(n_labels,)`, and the parts
    of every layer n as `n.part`.
    """

    labels: tuple[str, ...]
    heads: int
    pieces: Pieces
    numbers: Mapping[str, NDArray[Any]]
    _first: Mapping[str, Numbers] = field(init=False, repr=False)
    _layers: tuple[Layer, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        count = depth_of(self.numbers)
        layers = [
            {part.name: unpacked(self.numbers, f"{n}.{part.name}") for part in fields(Layer)} for n in range(count)
        ]
        object.__setattr__(self, "_layers", tuple(Layer(**parts) for parts in layers))
        object.__setattr__(self, "_first", {name: unpacked(self.numbers, name) for name in AROUND})

    @property
    def settings(self) -> dict[str, Any]:
        """All but its pieces and numbers, as JSON values."""
        return {"labels": list(self.labels), "heads": self.heads}

    @property
    def depth(self) -> int:
        """How many layers it has."""
        return len(self._layers)

    def logits(self, text: str) -> list[float]:
        """One logit a label; of a long text the highest of its stretches. Depends on nothing but the text."""
        stretches = windows(self.pieces.of(text[:MOST_CHARACTERS]))
        with _ALONE, _blas().limit(limits=1):
            found = [self._logits(numbers) for numbers in stretches]
        return [float(logit) for logit in np.max(found, axis=0)]

    def answers(self, text: str) -> Mapping[str, float]:
        """The same by label."""
        return dict(zip(self.labels, self.logits(text), strict=True))

    def _logits(self, numbers: Sequence[int]) -> Numbers:
        first, rows = self._first, np.array(numbers)
        x = unpacked_rows(self.numbers, "pieces_by", rows) + first["places"][: len(rows)]
        x = _normed(x, first["scale"], first["shift"])
        for layer in self._layers:
            x = layer.after(x, self.heads)
        return np.asarray(x.mean(axis=0) @ first["answer"] + first["answer_bias"], dtype=np.float32)


@cache
def _blas() -> ThreadpoolController:
    """The threads of numpy's products: for matrices as small as these one is faster than several, and the last digits
    would depend on how many there are."""
    return ThreadpoolController().select(user_api="blas")


def encoder_of(numbers: Mapping[str, NDArray[Any]], settings: Mapping[str, Any], pieces: Pieces) -> Encoder:
    """An encoder as it is stored; KeyError, TypeError or ValueError where its numbers do not belong together."""
    labels, heads = tuple(map(str, settings["labels"])), settings["heads"]
    if not isinstance(heads, int):
        raise TypeError("heads that cannot be counted")
    require_whole(numbers, pieces=len(pieces), labels=len(labels), heads=heads)
    return Encoder(labels, heads, pieces, numbers)


def windows(pieces: Sequence[int]) -> Iterator[list[int]]:
    """The stretches of a text that are read, each with its beginning and end; one even of a text without pieces."""
    for start in range(0, min(max(1, len(pieces)), MOST_WINDOWS * WINDOW), WINDOW):
        yield [BEGIN, *pieces[start : start + WINDOW], END]


def _normed(x: Numbers, scale: Numbers, shift: Numbers) -> Numbers:
    """Layer normalisation (Ba et al. 2016), in place."""
    # Sums by hand: numpy's mean takes three times as long over so few numbers.
    width = np.float32(x.shape[-1])
    x -= np.add.reduce(x, axis=-1, keepdims=True) / width
    spread = np.add.reduce(x * x, axis=-1, keepdims=True)
    spread /= width
    spread += EPSILON
    x /= np.sqrt(spread, out=spread)
    x *= scale
    x += shift
    return x


def _gelu(x: Numbers) -> Numbers:
    """Gaussian error linear unit, approximated by tanh (Hendrycks and Gimpel 2016)."""
    inner = x * np.float32(0.044715)
    inner *= x
    inner *= x
    inner += x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner

"""What `voc.nlp.encoder` computes, for batches and with gradients."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as f

from voc.nlp.encoder import Encoder, Pieces
from voc.nlp.encoder.network import EPSILON, Layer, windows
from voc.nlp.encoder.packing import packed
from voc.nlp.encoder.shapes import depth_of

# Results depend on how many threads add up: always so many.
THREADS = 2
# Texts of about one length are read together: sorted within so many batches.
_SORTED = 32


@dataclass(frozen=True, slots=True, eq=False)
class Transformer:
    """The numbers of an encoder that is being fitted, by their names in `Encoder`."""

    numbers: dict[str, torch.Tensor]
    heads: int
    depth: int

    @classmethod
    def of(cls, numbers: Mapping[str, NDArray[np.floating]], heads: int) -> "Transformer":
        """Ready to be fitted."""
        torch.manual_seed(0)
        torch.set_num_threads(THREADS)
        held = {
            name: torch.from_numpy(np.ascontiguousarray(one, dtype=np.float32)).requires_grad_()
            for name, one in numbers.items()
        }
        return cls(held, heads, depth_of(numbers))

    def encoder(self, labels: Sequence[str], pieces: Pieces) -> Encoder:
        """What it has come to."""
        numbers = {name: one.detach().numpy() for name, one in self.numbers.items()}
        return Encoder(tuple(labels), self.heads, pieces, packed(numbers))

    def logits(self, numbers: torch.Tensor, there: torch.Tensor, *, dropout: float) -> torch.Tensor:
        """For texts of pieces `numbers`, shape `(n_texts, longest)`, of which those are `there`."""
        held, w = self.numbers, self.numbers["scale"].shape[0]
        x = f.embedding(numbers, held["pieces_by"]) + held["places"][: numbers.shape[1]]
        x = f.dropout(f.layer_norm(x, (w,), held["scale"], held["shift"], EPSILON), dropout)
        for n in range(self.depth):
            layer = {part.name: held[f"{n}.{part.name}"] for part in fields(Layer)}
            x = _through(x, layer, self.heads, there, dropout)
        share = there[..., None].float()
        mean = (x.float() * share).sum(1) / share.sum(1)
        return f.dropout(mean, dropout) @ held["answer"] + held["answer_bias"]


def rows_of(texts: Sequence[str], pieces: Pieces) -> list[list[int]]:
    """The first stretch of each text, which is all of it but for very long ones."""
    return [next(windows(pieces.of(text))) for text in texts]


def batches(
    rows: Sequence[Sequence[int]], shown: NDArray[np.int64], size: int, rng: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """All that is shown, shuffled, in batches of about one length each."""
    order = rng.permutation(shown)
    found = []
    for start in range(0, len(order), size * _SORTED):
        near = sorted(order[start : start + size * _SORTED].tolist(), key=lambda n: (len(rows[n]), n))
        found += [np.array(near[at : at + size]) for at in range(0, len(near), size)]
    for n in rng.permutation(len(found)):
        yield found[n]


def padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces in one rectangle, and which of them there are."""
    longest = max(map(len, rows))
    numbers = torch.zeros((len(rows), longest), dtype=torch.int64)
    there = torch.zeros((len(rows), longest), dtype=torch.bool)
    for n, row in enumerate(rows):
        numbers[n, : len(row)] = torch.tensor(row)
        there[n, : len(row)] = True
    return numbers, there


def risen_and_fallen(optimizer: torch.optim.Optimizer, steps: int, warm: float) -> torch.optim.lr_scheduler.LambdaLR:
    """A rate that rises over the share `warm` of the steps, then falls to nothing."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (warm * steps)) * max(0.0, 1 - step / steps)
    )


def _through(
    x: torch.Tensor, layer: Mapping[str, torch.Tensor], heads: int, there: torch.Tensor, dropout: float
) -> torch.Tensor:
    count, longest, w = x.shape
    mixed = (x @ layer["mix"] + layer["mix_bias"]).view(count, longest, 3, heads, w // heads)
    query, key, value = mixed.permute(2, 0, 3, 1, 4)
    attended = f.scaled_dot_product_attention(query, key, value, attn_mask=there[:, None, None, :])
    attended = attended.transpose(1, 2).reshape(count, longest, w)
    x = x + f.dropout(attended @ layer["out"] + layer["out_bias"], dropout)
    x = f.layer_norm(x, (w,), layer["first_scale"], layer["first_shift"], EPSILON)
    inner = f.gelu(x @ layer["widen"] + layer["widen_bias"], approximate="tanh")
    x = x + f.dropout(inner @ layer["narrow"] + layer["narrow_bias"], dropout)
    return f.layer_norm(x, (w,), layer["second_scale"], layer["second_shift"], EPSILON)

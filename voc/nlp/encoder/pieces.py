"""A text cut into the pieces of a fixed vocabulary: the likeliest segmentation (unigram model, Kudo 2018)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

# What stands for a blank in a vocabulary; every text begins with one.
BLANK = "\u2581"
BEGIN, END, UNKNOWN = 0, 1, 2
SPECIAL = 3
# How much less likely than the rarest piece a character is that no piece holds.
UNSEEN = 10.0
# Characters of a piece; the longest of the pretrained vocabulary have fewer.
LONGEST = 32


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces with their log-probabilities; numbers 0 to 2 are the beginning, the end and what is unknown."""

    scores: Mapping[str, float]
    _numbers: Mapping[str, tuple[int, float]] = field(init=False, repr=False)
    # The longest piece that begins with each character: nothing longer need be looked for.
    _reach: Mapping[str, int] = field(init=False, repr=False)
    _unseen: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        numbers = {piece: (n, score) for n, (piece, score) in enumerate(self.scores.items(), start=SPECIAL)}
        object.__setattr__(self, "_numbers", numbers)
        reach: dict[str, int] = {}
        for piece in self.scores:
            reach[piece[0]] = max(len(piece), reach.get(piece[0], 0))
        object.__setattr__(self, "_reach", reach)
        object.__setattr__(self, "_unseen", min(self.scores.values(), default=0.0) - UNSEEN)

    def __len__(self) -> int:
        return SPECIAL + len(self.scores)

    def of(self, text: str) -> list[int]:
        """Numbers of the pieces of a text, without beginning and end.

        >>> Pieces({"\u2581": -2.0, "\u2581闪": -4.0, "闪退": -1.0, "退": -3.0}).of("闪退 x")
        [3, 5, 3, 2]
        """
        marked = BLANK + BLANK.join(text.split())
        size, numbers, reach = len(marked), self._numbers, self._reach
        best = [0.0] + [float("-inf")] * size
        last: list[tuple[int, int]] = [(UNKNOWN, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            for end in range(start + 1, min(size, start + reach.get(marked[start], 0)) + 1):
                found = numbers.get(marked[start:end])
                if found is not None and here + found[1] > best[end]:
                    best[end], last[end] = here + found[1], (found[0], start)
            if here + self._unseen > best[start + 1]:
                best[start + 1], last[start + 1] = here + self._unseen, (UNKNOWN, start)
        pieces: list[int] = []
        end = size
        while end:
            number, end = last[end]
            pieces.append(number)
        return pieces[::-1]


def pieces_json(pieces: Pieces) -> bytes:
    """As a file, in their order."""
    return (json.dumps(dict(pieces.scores), ensure_ascii=False, indent=0) + "\n").encode("utf8")


def read_pieces(content: bytes) -> Pieces:
    """Back from a file; AttributeError, TypeError or ValueError for one of another form."""
    scores = {piece: float(score) for piece, score in json.loads(content.decode("utf8")).items()}
    if not all(0 < len(piece) <= LONGEST and isfinite(score) for piece, score in scores.items()):
        raise ValueError("no pieces")
    # Half a character cannot be written again.
    "".join(scores).encode("utf8")
    return Pieces(scores)

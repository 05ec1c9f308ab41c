"""How an utterance of a call feels, and whether it is the lowest or the highest point: what is said around it tells it.

Feeling at its worst is often put plainly (那就算了吧). What the other side said just before, and above all what it says
next (an apology, comfort, the rule once more), tells more than the words themselves.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from voc.nlp.classifier import LinearLabels
from voc.nlp.features import Rows
from voc.nlp.heard import Aspect, Heard
from voc.nlp.signals import Observed

ASPECTS = tuple(Aspect)
# Words are weighed by where they stand: in the utterance, in what the other side said last, in what it says next.
PLACES = ("own", "before", "after")
POINT_LABELS = tuple(f"{place} {aspect}" for place in PLACES for aspect in ASPECTS)


@dataclass(frozen=True, slots=True, eq=False)
class PointModel:
    """One regression a point, and one of the feeling, over the words of an utterance and of what the other side says
    around it.

    `lines` has weights of shape `(n_terms, 9)`, those of `POINT_LABELS`. The logits of points rank the utterances of
    one call and are not calibrated; the feeling is a valence (about −1…1).
    """

    lines: LinearLabels

    def answers(self, rows: Rows, numbers: Sequence[int], observed: Observed) -> Mapping[Aspect, Mapping[int, float]]:
        """By aspect, what is heard of each customer utterance of a call; `rows` are those of the passages `numbers`."""
        said = dict(zip(numbers, self.lines.logits(rows).tolist(), strict=True))
        found: dict[Aspect, dict[int, float]] = {aspect: {} for aspect in ASPECTS}
        for own, *around in surroundings(observed):
            for k, aspect in enumerate(ASPECTS):
                beside = (said[i][len(ASPECTS) * place + k] for place, i in enumerate(around, start=1) if i is not None)
                found[aspect][own] = said[own][k] + sum(beside)
        return found


def surroundings(observed: Observed) -> Iterator[tuple[int, int | None, int | None]]:
    """Each customer utterance of a call, with the last one before it and the next one after it that is not his; those
    without a word are nobody's."""
    others = [i for i in observed.others if observed.passages[i].text.strip()]
    for own in observed.spoken:
        at = bisect_left(others, own)
        yield own, (others[at - 1] if at else None), (others[at] if at < len(others) else None)


def told_of_utterance(heard: Heard, aspect: Aspect, number: int) -> float:
    """What is heard of an utterance; 0 where nothing was."""
    return heard.points.get(aspect, {}).get(number, 0.0)

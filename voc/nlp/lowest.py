"""Which of the customer's utterances is the lowest point of a call, and which the highest.

The lowest of a dozen guessed valences is often not the one that readers feel most: displeasure is told at length, and
past the opening, where the customer only says what brought him; and there are words for it that are no feeling. The
highest is often not the politest word of thanks at the end, but the relief before it. What counts for how much is
learned from labelled calls.
"""

from collections.abc import Collection, Mapping
from math import fsum, sqrt

from voc.domain.numbers import rounded
from voc.nlp.classifier import Logistic
from voc.nlp.heard import Aspect, Heard
from voc.nlp.points import told_of_utterance
from voc.nlp.signals import Observed

# What is said beyond so many characters tells no more of how it feels.
LONGEST = 60
# The share of the customer's utterances in which he says what brought him, that in which he takes his leave, and the
# last of them.
EARLY, LATE, LAST = 0.3, 0.3, 2


def lowest_values(observed: Observed, heard: Heard, felt: Mapping[int, float]) -> Mapping[int, dict[str, float]]:
    """For each customer utterance, by its number, the named numbers from which it is ranked.

    `felt` are their valences (-1…1). Valence, length and what the words in and around it say are in standard deviations
    from the mean of the call.
    """
    lengths = {i: float(min(len(observed.passages[i].text), LONGEST)) for i in felt}
    feeling, length = _standardized(felt), _standardized(lengths)
    words = _standardized({i: told_of_utterance(heard, Aspect.LOW, i) for i in felt})
    return {
        i: {
            "feeling": feeling[i],
            "length": length[i],
            "words": words[i],
            "early": float((n + 0.5) / len(felt) < EARLY),
        }
        for n, i in enumerate(sorted(felt))
    }


def highest_values(
    lowest: Mapping[int, Mapping[str, float]], heard: Heard, among: Collection[int] | None = None
) -> Mapping[int, dict[str, float]]:
    """For each customer utterance (`among` some) the named numbers from which it is ranked as the highest: those of the
    lowest point, how late it comes, and what the words in and around it say of it."""
    count = len(lowest)
    words = _standardized({i: told_of_utterance(heard, Aspect.HIGH, i) for i in lowest})
    return {
        i: {
            **own,
            "high_words": words[i],
            "late": float((n + 0.5) / count > 1 - LATE),
            "last": float(n >= count - LAST),
        }
        for n, (i, own) in enumerate(sorted(lowest.items()))
        if among is None or i in among
    }


def with_extremes(
    felt: Mapping[int, float], values: Mapping[int, Mapping[str, float]], ranker: Logistic, *, sign: int
) -> Mapping[int, float]:
    """The same valences, the extreme of one sign (-1 or 1) exchanged with that of the likeliest such point among those
    of that sign.

    Unchanged where none has it or the ranker was taught nothing.
    """
    beyond = [i for i in sorted(felt) if sign * felt[i] > 0]
    if not beyond or not ranker.weights:
        return felt
    chosen = max(beyond, key=lambda i: rounded(ranker.logit(values[i])))
    extreme = max(beyond, key=lambda i: sign * felt[i])
    return {**felt, chosen: felt[extreme], extreme: felt[chosen]}


def _standardized(numbers: Mapping[int, float]) -> dict[int, float]:
    """Zero where all are the same."""
    if len(set(numbers.values())) < 2:
        return dict.fromkeys(numbers, 0.0)
    mean = fsum(numbers.values()) / len(numbers)
    spread = sqrt(fsum([(x - mean) ** 2 for x in numbers.values()]) / len(numbers))
    if spread == 0.0:  # so near each other that their squares vanish
        return dict.fromkeys(numbers, 0.0)
    return {i: (x - mean) / spread for i, x in numbers.items()}

"""Which of the customer's utterances is the lowest point of a call.

The lowest of a dozen guessed valences is often not the one that readers feel most: displeasure is told at length, and
past the opening, where the customer only says what brought him; and there are words for it that are no feeling. What
counts for how much is learned from labelled calls.
"""

from collections.abc import Mapping
from math import fsum, sqrt

from voc.domain.numbers import rounded
from voc.nlp.classifier import LOWEST, Answers, Logistic
from voc.nlp.signals import Observed

# What is said beyond so many characters tells no more of how it feels.
LONGEST = 60
# The share of the customer's utterances in which he says what brought him.
EARLY = 0.3


def lowest_values(
    observed: Observed, heard: Mapping[int, Answers], felt: Mapping[int, float]
) -> Mapping[int, dict[str, float]]:
    """For each customer utterance, by its number, the named numbers from which it is ranked.

    `felt` are their valences (-1…1). Valence, length and the text model's own answer are in standard deviations from
    the mean of the call.
    """
    lengths = {i: float(min(len(observed.passages[i].text), LONGEST)) for i in felt}
    feeling, length = _standardized(felt), _standardized(lengths)
    words = _standardized({i: heard[i].of(LOWEST) for i in felt})
    return {
        i: {
            "feeling": feeling[i],
            "length": length[i],
            "words": words[i],
            "early": float((n + 0.5) / len(felt) < EARLY),
        }
        for n, i in enumerate(sorted(felt))
    }


def with_lowest(
    observed: Observed, heard: Mapping[int, Answers], felt: Mapping[int, float], ranker: Logistic
) -> Mapping[int, float]:
    """The same valences, the lowest exchanged with that of the likeliest lowest point among those below zero.

    Unchanged where nothing is below zero or the ranker was taught nothing.
    """
    below = [i for i in sorted(felt) if felt[i] < 0]
    if not below or not ranker.weights:
        return felt
    values = lowest_values(observed, heard, felt)
    chosen = max(below, key=lambda i: rounded(ranker.logit(values[i])))
    lowest = min(below, key=felt.__getitem__)
    return {**felt, chosen: felt[lowest], lowest: felt[chosen]}


def _standardized(numbers: Mapping[int, float]) -> dict[int, float]:
    """Zero where all are the same."""
    if min(numbers.values()) == max(numbers.values()):
        return dict.fromkeys(numbers, 0.0)
    mean = fsum(numbers.values()) / len(numbers)
    spread = sqrt(fsum([(x - mean) ** 2 for x in numbers.values()]) / len(numbers))
    if spread == 0.0:  # so near each other that their squares vanish
        return dict.fromkeys(numbers, 0.0)
    return {i: (x - mean) / spread for i, x in numbers.items()}

"""Fitting which words speak for which business object."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, islice
from math import log, sqrt
from operator import itemgetter

import numpy as np

from voc.nlp.features import Vocabulary
from voc.nlp.topics import Topics, counted
from voc.nlp.training.rows import Labelled

# Chosen by cross-validation over the calls of other writers (docs/choices.md).
WORDS_AN_OBJECT = 60
LEAST_CONTACTS = 3


def named_objects(one: Labelled) -> frozenset[str]:
    """The objects of the claims that a reader makes of a contact."""
    return frozenset(claim.business_object for claim in one.gold.claims if claim.business_object is not None)


def fit_topics(labelled: Sequence[Labelled], vocabulary: Vocabulary) -> Topics:
    """For each object that readers name, the words that tell most of the contacts about it (tf-idf, of length one).

    Only words of the vocabulary count, which says how they are stored.
    """
    known = [(counted(one.observed.passages), objects) for one in labelled if (objects := named_objects(one))]
    spread = Counter(word for words, _ in known for word in words if vocabulary.column(word) is not None)
    idf = {word: 1 + log(len(known) / n) for word, n in spread.items() if n >= LEAST_CONTACTS}
    sums: dict[str, dict[str, float]] = {}
    for words, objects in known:
        row = _of_length_one({word: weight * idf[word] for word, weight in words.items() if word in idf})
        for name in sorted(objects):
            own = sums.setdefault(name, {})
            for word, weight in row.items():
                own[word] = own.get(word, 0.0) + weight
    names = tuple(sorted(name for name, own in sums.items() if own))
    told = [
        (word, number, weight * idf[word])
        for number, name in enumerate(names)
        for word, weight in _of_length_one(sums[name]).items()
    ]
    # Sorted by object, the words that tell most of it first.
    told.sort(key=lambda pair: (pair[1], -pair[2], pair[0]))
    kept = [pair for _, own in groupby(told, itemgetter(1)) for pair in islice(own, WORDS_AN_OBJECT)]
    rows = {word: n for n, word in enumerate(sorted({word for word, _, _ in kept}))}
    weights = np.zeros((len(rows), len(names)), dtype=np.float32)
    for word, number, weight in kept:
        weights[rows[word], number] = weight
    return Topics(names, rows, weights)


def _of_length_one(row: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in row.values()))
    return {word: weight / length for word, weight in row.items()}

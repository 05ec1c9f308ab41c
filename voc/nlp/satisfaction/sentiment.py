"""How each utterance feels, from its words and those around it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, starmap

import numpy as np
from numpy.typing import NDArray

from voc.domain.conversation import Speaker
from voc.nlp.satisfaction.dialogue import Dialogue
from voc.nlp.satisfaction.linear import Chosen, Numbers, Questions, TermTable
from voc.nlp.satisfaction.terms import utterance_terms

FOLDS = 5
# Chosen on the corpora's dev parts.
STRENGTH = 4.0
LIKELIER = 0.5


@dataclass(frozen=True, slots=True)
class Feeling:
    """How surely an utterance is negative and positive, 0…1 each."""

    negative: float
    positive: float

    @property
    def valence(self) -> float:
        """Positive less negative, −1…1."""
        return self.positive - self.negative


Feelings = Sequence[Feeling]


@dataclass(frozen=True, slots=True, eq=False)
class SentimentModel:
    """Linear in the words of an utterance and of its neighbours; the customer and the others each with their own."""

    customer: "Side"
    others: "Side"

    def feelings(self, dialogues: Sequence[Dialogue]) -> tuple[Feelings, ...]:
        """One feeling an utterance, for each dialogue."""
        owned = _owners(dialogues)
        customer, others = self.customer.answers(_rows(dialogues, owned)), self.others.answers(_rows(dialogues, ~owned))
        return _by_dialogue(dialogues, owned, customer, others)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The terms of one side's utterances, and whether an utterance is negative and positive."""

    table: TermTable
    questions: Questions

    def answers(self, rows: Sequence[Counter[str]]) -> Numbers:
        return self.questions.probabilities(self.table.matrix(rows))


def fit_sentiment(
    dialogues: Sequence[Dialogue], given: Sequence[Feelings]
) -> tuple[SentimentModel, tuple[Feelings, ...]]:
    """The model, and what models that had not seen a dialogue say of it.

    What is fitted on the course of predicted feeling must see the latter: a model flatters the texts it was fitted on.
    `given`: the labelled feelings, one an utterance; at least five dialogues.
    """
    owned = _owners(dialogues)
    wanted = np.array([(f.negative > LIKELIER, f.positive > LIKELIER) for feelings in given for f in feelings])
    fold = np.repeat(np.arange(len(dialogues)) % FOLDS, [len(dialogue) for dialogue in dialogues])
    customer, held_customer = _fit_side(_rows(dialogues, owned), wanted[owned], fold[owned])
    others, held_others = _fit_side(_rows(dialogues, ~owned), wanted[~owned], fold[~owned])
    return SentimentModel(customer, others), _by_dialogue(dialogues, owned, held_customer, held_others)


def _fit_side(rows: Sequence[Counter[str]], wanted: Chosen, fold: NDArray[np.int64]) -> tuple[Side, Numbers]:
    table = TermTable.fit(rows)
    matrix = table.matrix(rows)
    held_out = np.zeros(wanted.shape)
    for out in range(FOLDS):
        inside = Questions.fit(matrix[fold != out], wanted[fold != out], strength=STRENGTH)
        held_out[fold == out] = inside.probabilities(matrix[fold == out])
    return Side(table, Questions.fit(matrix, wanted, strength=STRENGTH)), held_out


def _owners(dialogues: Sequence[Dialogue]) -> Chosen:
    """Whether the customer speaks, for every utterance of all dialogues in turn."""
    return np.array([turn.speaker is Speaker.CUSTOMER for dialogue in dialogues for turn in dialogue])


def _rows(dialogues: Sequence[Dialogue], chosen: Chosen) -> list[Counter[str]]:
    places = [(dialogue, at) for dialogue in dialogues for at in range(len(dialogue))]
    return [utterance_terms(*place) for place, wanted in zip(places, chosen, strict=True) if wanted]


def _by_dialogue(
    dialogues: Sequence[Dialogue], owned: Chosen, customer: Numbers, others: Numbers
) -> tuple[Feelings, ...]:
    answers = np.zeros((len(owned), 2))
    answers[owned], answers[~owned] = customer, others
    feelings = starmap(Feeling, answers.tolist())
    return tuple(tuple(islice(feelings, len(dialogue))) for dialogue in dialogues)

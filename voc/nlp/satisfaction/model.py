"""The satisfaction with a dialogue: one linear model over its words by role and the course of feeling of both sides."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy.sparse import csr_matrix, hstack

from voc.domain.conversation import Speaker
from voc.domain.curve import Curve, curve_of
from voc.nlp.satisfaction.dialogue import Dialogue
from voc.nlp.satisfaction.linear import Numbers, Questions, TermTable
from voc.nlp.satisfaction.sentiment import Feelings
from voc.nlp.satisfaction.terms import word_families

# Chosen on the corpora's dev parts (docs/peak_end.md).
STRENGTH = 2.0
COURSE_SCALE = 0.3
_CURVE_NUMBERS = len(fields(Curve))


def course_row(dialogue: Dialogue, feelings: Feelings) -> tuple[float, ...]:
    """Curves of the customer's valence, of what is negative and of what is positive in it, and of the others' valence.

    `feelings`: one an utterance. The three curves of the customer differ where feeling is predicted: an utterance that
    may be either has the valence of one that is neither.
    """
    whose = [turn.speaker is Speaker.CUSTOMER for turn in dialogue]
    pairs = list(zip(feelings, whose, strict=True))
    courses = (
        [f.valence if customer else None for f, customer in pairs],
        [-f.negative if customer else None for f, customer in pairs],
        [f.positive if customer else None for f, customer in pairs],
        [None if customer else f.valence for f, customer in pairs],
    )
    return tuple(number for course in courses for number in _numbers(curve_of(course)))


def _numbers(curve: Curve | None) -> tuple[float, ...]:
    """A side that does not speak is neutral throughout."""
    return (0.0,) * _CURVE_NUMBERS if curve is None else curve.values


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """Brings columns to mean zero and spread `COURSE_SCALE`; both `(n_columns,)`."""

    mean: Numbers
    spread: Numbers

    @classmethod
    def fit(cls, numbers: Numbers) -> "Scaling":
        spread = numbers.std(axis=0)
        return cls(numbers.mean(axis=0), np.where(spread > 0, spread, 1.0))

    def matrix(self, numbers: Numbers) -> csr_matrix:
        return csr_matrix(COURSE_SCALE * (numbers - self.mean) / self.spread)


@dataclass(frozen=True, slots=True, eq=False)
class SatisfactionModel:
    """One against the rest for each level; without `tables` blind to words, without `scaling` to the course."""

    levels: tuple[int, ...]
    tables: tuple[TermTable, ...]
    scaling: Scaling | None
    questions: Questions

    def probabilities(self, dialogues: Sequence[Dialogue], feelings: Sequence[Feelings]) -> Numbers:
        """Of each level, shape `(n_dialogues, n_levels)`; rows sum to one."""
        families = _families(dialogues) if self.tables else ()
        numbers = _courses(dialogues, feelings) if self.scaling is not None else None
        single = self.questions.probabilities(_matrix(families, self.tables, numbers, self.scaling))
        return np.asarray(single / single.sum(axis=1, keepdims=True), dtype=np.float64)


def fit_satisfaction(
    dialogues: Sequence[Dialogue],
    feelings: Sequence[Feelings],
    satisfaction: Sequence[int],
    *,
    words: bool = True,
    course: bool = True,
) -> SatisfactionModel:
    """Fit on levels of satisfaction, one a dialogue.

    `words` and `course` say what the model may look at, one of them at least. Predicted feelings must come from models
    that had not seen the dialogue (sentiment.fit_sentiment).
    """
    levels = tuple(sorted(set(satisfaction)))
    answers = np.array([[level == one for level in levels] for one in satisfaction])
    families = _families(dialogues) if words else ()
    tables = tuple(map(TermTable.fit, families))
    numbers = _courses(dialogues, feelings) if course else None
    scaling = None if numbers is None else Scaling.fit(numbers)
    matrix = _matrix(families, tables, numbers, scaling)
    return SatisfactionModel(levels, tables, scaling, Questions.fit(matrix, answers, strength=STRENGTH))


Families = Sequence[Sequence[Counter[str]]]


def _families(dialogues: Sequence[Dialogue]) -> Families:
    """For each family of words, one counter a dialogue."""
    return list(zip(*map(word_families, dialogues), strict=True))


def _matrix(
    families: Families, tables: Sequence[TermTable], numbers: Numbers | None, scaling: Scaling | None
) -> csr_matrix:
    parts = [table.matrix(rows) for table, rows in zip(tables, families, strict=True)]
    if numbers is not None and scaling is not None:
        parts.append(scaling.matrix(numbers))
    return hstack(parts).tocsr()


def _courses(dialogues: Sequence[Dialogue], feelings: Sequence[Feelings]) -> Numbers:
    return np.array([course_row(dialogue, felt) for dialogue, felt in zip(dialogues, feelings, strict=True)])

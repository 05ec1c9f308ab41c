"""For benchmarks/peak_end.py: a corpus with given or predicted sentiment, figures on it, their bootstrap intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from satisfaction_corpora import SPLITS, Part
from scipy.stats import rankdata

from voc.domain.conversation import Speaker
from voc.domain.curve import Curve, curve_of, peak_end_score
from voc.domain.moments import PeakEndWeights
from voc.nlp.satisfaction.dialogue import Dialogue
from voc.nlp.satisfaction.sentiment import Feelings, fit_sentiment

SAMPLES = 1000
LEVELS = (1, 2, 3)


@dataclass(frozen=True)
class Course:
    """One corpus with one kind of sentiment: feelings and valences of the customer by split."""

    parts: dict[str, Part]
    feelings: dict[str, Sequence[Feelings]]
    valences: dict[str, list[list[float | None]]]

    @classmethod
    def of(cls, parts: dict[str, Part], feelings: dict[str, Sequence[Feelings]]) -> "Course":
        valences = {s: [_customer(d, f) for d, f in zip(parts[s].dialogues, feelings[s], strict=True)] for s in SPLITS}
        return cls(parts, feelings, valences)

    def levels(self, split: str) -> list[int]:
        return self.parts[split].satisfaction

    def curves(self, split: str) -> list[Curve]:
        return [curve for v in self.valences[split] if (curve := curve_of(v)) is not None]

    def scores(self, split: str, weights: PeakEndWeights) -> np.ndarray:
        return np.array([peak_end_score(v, weights) or 0.0 for v in self.valences[split]])


def _customer(dialogue: Dialogue, feelings: Feelings) -> list[float | None]:
    return [f.valence if t.speaker is Speaker.CUSTOMER else None for t, f in zip(dialogue, feelings, strict=True)]


@dataclass(frozen=True)
class Measure:
    """A figure on test with its interval; `dev` the same figure on dev."""

    test: float
    low: float
    high: float
    dev: float


Answers = dict[str, np.ndarray]


def accuracy(wanted: np.ndarray, said: np.ndarray) -> np.ndarray:
    return (wanted == said).mean(axis=-1)


def macro_f1(wanted: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Mean of the levels' F1; samples in rows."""
    scores = []
    for level in LEVELS:
        both = ((wanted == level) & (said == level)).sum(axis=-1)
        scores.append(2 * both / np.maximum(1, (wanted == level).sum(axis=-1) + (said == level).sum(axis=-1)))
    return np.mean(scores, axis=0)


def spearman(wanted: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Correlation of mean ranks; samples in rows."""
    a, b = (rankdata(x, axis=-1) for x in (wanted, score))
    a, b = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    return (a * b).sum(axis=-1) / np.sqrt((a * a).sum(axis=-1) * (b * b).sum(axis=-1))


def measure(figure: Callable[..., np.ndarray], course: Course, answers: Answers) -> Measure:
    wanted = {s: np.array(course.levels(s)) for s in ("dev", "test")}
    draws = _draws(len(wanted["test"]))
    sampled = figure(wanted["test"][draws], answers["test"][draws])
    low, high = np.percentile(sampled, [2.5, 97.5])
    test, dev = (float(figure(wanted[s], answers[s])) for s in ("test", "dev"))
    return Measure(test, float(low), float(high), dev)


def difference(course: Course, better: PeakEndWeights, worse: PeakEndWeights) -> Measure:
    """Of the rank correlations of two scores, in the same samples."""
    scores = {s: np.stack([course.scores(s, w) for w in (better, worse)], axis=-1) for s in ("dev", "test")}

    def gap(wanted: np.ndarray, pair: np.ndarray) -> np.ndarray:
        return spearman(wanted, pair[..., 0]) - spearman(wanted, pair[..., 1])

    return measure(gap, course, scores)


def _draws(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, count, size=(SAMPLES, count))


def predicted(parts: dict[str, Part]) -> dict[str, Sequence[Feelings]]:
    model, held_out = fit_sentiment(parts["train"].dialogues, parts["train"].given)
    return {"train": held_out} | {s: model.feelings(parts[s].dialogues) for s in ("dev", "test")}

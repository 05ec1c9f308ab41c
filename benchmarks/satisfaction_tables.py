"""The tables of benchmarks/peak_end.py: what each part is worth, and the weights that fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from satisfaction_corpora import CORPORA, SPLITS
from satisfaction_measures import Answers, Course, Measure, accuracy, macro_f1, measure, spearman
from sklearn.linear_model import LogisticRegression

from voc.domain.curve import Curve
from voc.domain.moments import PeakEndWeights
from voc.nlp.satisfaction.model import fit_satisfaction
from voc.nlp.satisfaction.weights import PARTS, fit_weights

WEIGHT_SAMPLES = 100
ROWS = {
    "mean": ("mean",),
    "trend": ("trend",),
    "peak": ("peak",),
    "high": ("high",),
    "end": ("end",),
    "peak + end": ("peak", "end"),
    "all five": PARTS,
}
HALVES = PeakEndWeights()
MEAN = PeakEndWeights(peak=0, end=0, mean=1)


def table(course: Course, chosen: PeakEndWeights) -> dict[str, dict[str, Measure]]:
    """Accuracy, macro-F1 and rank correlation of what a few parts, one score, and the whole model say."""
    rows = {name: _of_parts(course, parts) for name, parts in ROWS.items()}
    rows |= {name: _of_score(course, w) for name, w in (("halves of peak and end", HALVES), ("weights in use", chosen))}
    rows["whole course, both sides"] = _of_model(course, words=False, curves=True)
    rows["words and roles"] = _of_model(course, words=True, curves=False)
    rows["words, roles and course"] = _of_model(course, words=True, curves=True)
    return rows


def _of_parts(course: Course, parts: Sequence[str]) -> dict[str, Measure]:
    columns = {s: np.array([[getattr(c, p) for p in parts] for c in course.curves(s)]) for s in SPLITS}
    weights = fit_weights(course.curves("train"), course.levels("train"), parts=parts)
    return _row(course, _told(course, columns), {s: course.scores(s, weights) for s in ("dev", "test")})


def _of_score(course: Course, weights: PeakEndWeights) -> dict[str, Measure]:
    scores = {s: course.scores(s, weights) for s in SPLITS}
    return _row(course, _told(course, {s: x[:, None] for s, x in scores.items()}), scores)


def _of_model(course: Course, *, words: bool, curves: bool) -> dict[str, Measure]:
    train = course.parts["train"]
    model = fit_satisfaction(train.dialogues, course.feelings["train"], train.satisfaction, words=words, course=curves)
    found = {s: model.probabilities(course.parts[s].dialogues, course.feelings[s]) for s in ("dev", "test")}
    levels = np.array(model.levels)
    said = {s: levels[probabilities.argmax(axis=1)] for s, probabilities in found.items()}
    return _row(course, said, {s: probabilities @ levels for s, probabilities in found.items()})


def _row(course: Course, said: Answers, score: Answers) -> dict[str, Measure]:
    return {
        "accuracy": measure(accuracy, course, said),
        "macro_f1": measure(macro_f1, course, said),
        "spearman": measure(spearman, course, score),
    }


def _told(course: Course, columns: Answers) -> Answers:
    """Levels told from a few numbers by a multinomial logistic regression."""
    model = LogisticRegression(C=10.0, max_iter=2000).fit(columns["train"], course.levels("train"))
    return {s: model.predict(columns[s]) for s in ("dev", "test")}


Pool = Sequence[tuple[Sequence[Curve], Sequence[int]]]


def fitted(pool: Pool) -> PeakEndWeights:
    """On several corpora at once, each counting as much as another."""
    curves = [c for some, _ in pool for c in some]
    levels = [level for _, some in pool for level in some]
    counts = [len(curves) / len(pool) / len(some) for some, _ in pool for _ in some]
    return fit_weights(curves, levels, counts=counts)


def weight_interval(pool: Pool) -> dict[str, tuple[float, float]]:
    """Of every weight, from bootstrap samples of the dialogues of each corpus."""
    random, sampled = np.random.default_rng(0), []
    for _ in range(WEIGHT_SAMPLES):
        drawn = [(some, levels, random.integers(0, len(some), len(some))) for some, levels in pool]
        sampled.append(fitted([([some[i] for i in at], [levels[i] for i in at]) for some, levels, at in drawn]))
    found = {p: np.percentile([getattr(w, p) for w in sampled], [2.5, 97.5]) for p in PARTS}
    return {p: (round(float(low), 3), round(float(high), 3)) for p, (low, high) in found.items()}


@dataclass(frozen=True)
class Fit:
    """Weights, the interval of each, and how the score ranks the dialogues of every dev part."""

    weights: PeakEndWeights
    interval: Mapping[str, tuple[float, float]]
    dev: Mapping[str, float]


def fits(courses: Mapping[str, Course]) -> dict[str, Fit]:
    """Weights fitted on the train part of each corpus and of both together; last two that are not fitted."""
    trained: dict[str, Pool] = {name: [(c.curves("train"), c.levels("train"))] for name, c in courses.items()}
    for kind in ("given", "predicted"):
        trained[f"both, {kind}"] = [pair for corpus in CORPORA for pair in trained[f"{corpus}, {kind}"]]
    found = {}
    for name, pool in trained.items():
        weights = fitted(pool)
        found[name] = Fit(weights, weight_interval(pool), _ranked(courses, weights))
    fixed = {"halves of peak and end": HALVES, "mean": MEAN}
    return found | {name: Fit(weights, {}, _ranked(courses, weights)) for name, weights in fixed.items()}


def _ranked(courses: Mapping[str, Course], weights: PeakEndWeights) -> dict[str, float]:
    return {
        name: float(spearman(np.array(course.levels("dev")), course.scores("dev", weights)))
        for name, course in courses.items()
    }

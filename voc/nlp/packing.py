"""A model as arrays and plain settings, and back: what an artefact holds."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.moments import PeakEndWeights, TurnedBy
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.archive import Arrays
from voc.nlp.call_evidence import EVIDENCE_SHAPE, EvidenceModel
from voc.nlp.classifier import AGENT_LABELS, LinearLabels, Logistic, TextModel, encoded_labels, labels_of
from voc.nlp.course import Course
from voc.nlp.encoder import Encoder, Pieces, encoder_of
from voc.nlp.features import Vocabulary
from voc.nlp.manifest import as_json
from voc.nlp.model import Model
from voc.nlp.points import POINT_LABELS, PointModel
from voc.nlp.selective import Selection
from voc.nlp.topics import Topics
from voc.nlp.whole_call import CallModel, call_labels

_SIDES = ("whole", "clause", "agent_whole", "agent_clause", "call", "points")
_PARTS = ("weights", "bias", "slope", "offset")
# Weights are stored in half precision: the training rounds them to it.
_TYPES = {"weights": np.float16}
_TOPICS = ("topic_words", "topic_objects", "topic_weights")
_EVIDENCE, _ENCODER = "evidence", "encoder:"


def arrays_of(model: Model) -> dict[str, NDArray[Any]]:
    """Every array of a model by name, in a fixed order."""
    arrays: dict[str, NDArray[Any]] = {"idf": model.text.vocabulary.idf}
    for name, lines in _lines_of(model).items():
        for part in _PARTS:
            numbers = np.ascontiguousarray(getattr(lines, part))
            arrays[f"{name}_{part}"] = numbers.astype(_TYPES.get(part, np.float32))
    arrays |= {_EVIDENCE: model.evidence.weights, **_topic_arrays(model)}
    if model.encoder is not None:
        arrays |= {_ENCODER + name: numbers for name, numbers in model.encoder.numbers.items()}
    return arrays


def settings_of(model: Model) -> dict[str, Any]:
    """All else but the vocabulary, as JSON values."""
    return {
        "labels": list(model.text.labels),
        "call_labels": list(model.call.labels),
        "combiners": {name: _combiner(one) for name, one in _combiners(model).items()},
        "thresholds": {str(c): model.thresholds[c] for c in Cause}
        | {f"review_{c}": model.review_thresholds[c] for c in Cause}
        | {f"factor_{c}": model.factor_thresholds[c] for c in Cause}
        | {"call": model.call_threshold},
        "selection": asdict(model.selection),
        "peak_end": asdict(model.peak_end),
        "topics": list(model.topics.objects),
        **({} if model.encoder is None else {"encoder": model.encoder.settings}),
    }


def model_of(
    name: str, arrays: Arrays, settings: Mapping[str, Any], terms: list[str], pieces: Pieces | None = None
) -> Model:
    """The model of an artefact; KeyError, TypeError or ValueError where something is missing or of another form."""
    lines = {
        side: LinearLabels(**{part: arrays[f"{side}_{part}"].astype(np.float32) for part in _PARTS}) for side in _SIDES
    }
    vocabulary = Vocabulary(terms, arrays["idf"].astype(np.float32))
    labels = tuple(map(str, settings["labels"]))
    combiners = {key: _read_combiner(table) for key, table in settings["combiners"].items()}
    thresholds = settings["thresholds"]
    return Model(
        name,
        TextModel(vocabulary, labels, lines["whole"], lines["clause"]),
        TextModel(vocabulary, AGENT_LABELS, lines["agent_whole"], lines["agent_clause"]),
        CallModel(tuple(map(str, settings["call_labels"])), lines["call"]),
        PointModel(lines["points"]),
        course=Course(
            combiners["feeling"],
            combiners["lowest"],
            combiners["highest"],
            combiners["ending"],
            combiners["outcome"],
            {turn: combiners[f"turn_{turn}"] for turn in TurnedBy if f"turn_{turn}" in combiners},
            combiners["repeat"],
        ),
        comment_dissatisfied=combiners["comment_dissatisfied"],
        call_dissatisfied=combiners["call_dissatisfied"],
        comment_cause={c: combiners[f"comment_{c}"] for c in Cause},
        call_cause=combiners["call_cause"],
        factor=combiners["factor"],
        thresholds={c: float(thresholds[str(c)]) for c in Cause},
        review_thresholds={c: float(thresholds[f"review_{c}"]) for c in Cause},
        call_threshold=float(thresholds["call"]),
        factor_thresholds={c: float(thresholds[f"factor_{c}"]) for c in Cause},
        verdict=combiners["verdict"],
        selection=_read_selection(settings["selection"]),
        peak_end=PeakEndWeights(**settings["peak_end"]),
        subject=combiners["subject"],
        topics=_topics(arrays, list(map(str, settings["topics"])), vocabulary),
        evidence=EvidenceModel(arrays[_EVIDENCE].astype(np.float32)),
        encoder=None if pieces is None else _encoder(arrays, settings["encoder"], pieces),
    )


def fits_together(model: Model, taxonomy: Taxonomy) -> bool:
    """Whether labels are those of the taxonomy, every array has the shape that vocabulary and labels ask for, and all
    numbers are finite: one that is not answers nothing, or always the same."""
    terms, words = len(model.text.vocabulary.terms), model.text.vocabulary.word_count
    parts = [(terms, text.labels, lines) for text in (model.text, model.agent) for lines in (text.whole, text.clause)]
    parts += [(2 * words, model.call.labels, model.call.lines), (terms, POINT_LABELS, model.points.lines)]
    return (
        model.text.labels == labels_of(taxonomy)
        and model.call.labels == call_labels(taxonomy)
        and (model.encoder is None or model.encoder.labels == encoded_labels(taxonomy))
        and model.text.vocabulary.idf.shape == (terms,)
        and model.evidence.weights.shape == EVIDENCE_SHAPE
        and _finite(model)
        and all(
            lines.weights.shape == (count, len(labels))
            and all(getattr(lines, part).shape == (len(labels),) for part in _PARTS[1:])
            for count, labels, lines in parts
        )
    )


def _finite(model: Model) -> bool:
    combined = [number for one in _combiners(model).values() for number in (one.bias, *one.weights.values())]
    limits = [*model.thresholds.values(), *model.review_thresholds.values(), *model.factor_thresholds.values()]
    chosen = [number for number in asdict(model.selection).values() if number is not None]
    numbers = [*combined, *limits, model.call_threshold, *chosen, *asdict(model.peak_end).values()]
    # Weights beyond half precision are none as they are stored.
    with np.errstate(over="ignore"):
        arrays = arrays_of(model).values()
    return all(map(isfinite, numbers)) and all(np.isfinite(array).all() for array in arrays)


def model_id(model: Model) -> str:
    """12 hexadecimal digits over everything the model decides by."""
    digest = hashlib.sha256()
    digest.update(as_json(settings_of(model)))
    digest.update(as_json(list(model.text.vocabulary.terms)))
    if model.encoder is not None:
        digest.update(as_json(dict(model.encoder.pieces.scores)))
    for name, numbers in arrays_of(model).items():
        digest.update(name.encode() + numbers.tobytes())
    return digest.hexdigest()[:12]


def _lines_of(model: Model) -> dict[str, LinearLabels]:
    text, agent = model.text, model.agent
    lines = (text.whole, text.clause, agent.whole, agent.clause, model.call.lines, model.points.lines)
    return dict(zip(_SIDES, lines, strict=True))


def _combiners(model: Model) -> dict[str, Logistic]:
    return {
        "feeling": model.course.feeling,
        "lowest": model.course.lowest,
        "highest": model.course.highest,
        "ending": model.course.ending,
        "outcome": model.course.outcome,
        "repeat": model.course.repeat,
        **{f"turn_{turn}": model.course.turns[turn] for turn in TurnedBy if turn in model.course.turns},
        "comment_dissatisfied": model.comment_dissatisfied,
        "call_dissatisfied": model.call_dissatisfied,
        **{f"comment_{c}": model.comment_cause[c] for c in Cause},
        "call_cause": model.call_cause,
        "factor": model.factor,
        "verdict": model.verdict,
        "subject": model.subject,
    }


def _topic_arrays(model: Model) -> dict[str, NDArray[Any]]:
    """Column of the word in the vocabulary, number of the object, and weight of every pair that has one."""
    topics, column = model.topics, model.text.vocabulary.column
    columns = np.array([column(word) for word in topics.words], dtype=np.int32)
    rows, numbers = np.nonzero(topics.weights)
    arrays = (columns[rows], numbers.astype(np.int32), topics.weights[rows, numbers])
    return dict(zip(_TOPICS, arrays, strict=True))


def _topics(arrays: Arrays, objects: Sequence[str], vocabulary: Vocabulary) -> Topics:
    """ValueError where a word is none of the vocabulary's, a weight is no positive number, or an object has no word."""
    columns, numbers, weights = (arrays[name] for name in _TOPICS)
    known, rows = np.unique(columns, return_inverse=True)
    words = {_word(vocabulary, int(column)): row for row, column in enumerate(known)}
    # Every object has words of its own: a small file asks for no large table.
    if np.unique(numbers).tolist() != list(range(len(objects))) or len(set(objects)) != len(objects):
        raise ValueError("objects without words")
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        raise ValueError("weights that are none")
    table = np.zeros((len(known), len(objects)), dtype=np.float32)
    table[rows, numbers] = weights
    return Topics(tuple(objects), words, table)


def _word(vocabulary: Vocabulary, column: int) -> str:
    word = vocabulary.terms[column].removeprefix("w:")
    if vocabulary.column(word) != column:
        raise ValueError("no word")
    return word


def _combiner(logistic: Logistic) -> dict[str, object]:
    return {"bias": logistic.bias, "weights": dict(sorted(logistic.weights.items()))}


def _read_combiner(table: Mapping[str, Any]) -> Logistic:
    return Logistic(float(table["bias"]), {str(k): float(v) for k, v in table["weights"].items()})


def _encoder(arrays: Arrays, settings: Mapping[str, Any], pieces: Pieces) -> Encoder:
    own = {name.removeprefix(_ENCODER): one for name, one in arrays.items() if name.startswith(_ENCODER)}
    return encoder_of(own, settings, pieces)


def _read_selection(table: Mapping[str, Any]) -> Selection:
    if not all(number is None or isfinite(number) for number in table.values()):
        raise ValueError("limits that are no numbers")
    found = Selection(**table)
    return found if found.threshold is None else replace(found, threshold=float(found.threshold))

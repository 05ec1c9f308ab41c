import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import SMALL_COURSE, small_model, topics_of_words
from tests.nlp.encoder.encoders import small_encoder
from voc.domain.moments import PeakEndWeights, TurnedBy
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.call_evidence import EvidenceModel, untaught
from voc.nlp.classifier import LinearLabels, Logistic, TextModel, encoded_labels
from voc.nlp.features import Vocabulary
from voc.nlp.language import Language
from voc.nlp.manifest import as_json
from voc.nlp.model import Model
from voc.nlp.packing import arrays_of, fits_together, model_id, model_of, settings_of
from voc.nlp.selective import EVERYTHING

FINITE = st.floats(allow_nan=False, allow_infinity=False)
LOGISTICS = st.builds(Logistic, FINITE, st.dictionaries(st.text(max_size=5), FINITE, max_size=4))
SIDES = ("whole", "clause")
PARTS = ("weights", "bias", "slope", "offset")


def rich_model(language: Language, **columns: Any) -> Model:
    """With turns, a course and a selection of its own, so that no two settings are alike."""
    words = Vocabulary(["c:态度", "w:网点", "w:闪退"], np.ones(3, dtype=np.float32))
    plain: dict[str, Any] = {
        "text": replace(small_model(language).text, vocabulary=words),
        "course": replace(
            SMALL_COURSE,
            outcome=Logistic(0.1, {"end": 2.0}),
            repeat=Logistic(-0.1, {"whole": 2.0}),
            turns={TurnedBy.FAULT: Logistic(0.2, {}), TurnedBy.OTHER: Logistic(0.3, {"at customer:faults": 1.0})},
        ),
        "thresholds": {Cause.PERSON: 0.41, Cause.PRODUCT: 0.42, Cause.RULE: 0.43},
        "review_thresholds": {Cause.PERSON: 0.31, Cause.PRODUCT: 0.32, Cause.RULE: 0.33},
        "verdict": Logistic(0.4, {"call": -1.0}),
        "selection": replace(EVERYTHING, risk=0.15, threshold=0.7, coverage=0.8, bound=0.149, records=321),
        "peak_end": PeakEndWeights(0.7, 0.3),
        "topics": topics_of_words(("年费", "登录"), {"网点": [0.5, 0.25], "闪退": [0.0, 2.0]}),
    }
    return small_model(language, **(plain | columns))


def there_and_back(model: Model) -> Model:
    """Through arrays and JSON, as a file holds them."""
    return read_back(model, arrays_of(model))


def read_back(model: Model, arrays: Mapping[str, Any]) -> Model:
    settings: Mapping[str, Any] = json.loads(as_json(settings_of(model)))
    pieces = None if model.encoder is None else model.encoder.pieces
    return model_of(model.id, arrays, settings, list(model.text.vocabulary.terms), pieces)


def assert_same_lines(one: LinearLabels, other: LinearLabels) -> None:
    for part in PARTS:
        ours, theirs = getattr(one, part), getattr(other, part)
        assert (ours.dtype, ours.shape, ours.tobytes()) == (theirs.dtype, theirs.shape, theirs.tobytes())


def with_lines(model: Model, **columns: Any) -> Model:
    return replace(model, text=replace(model.text, **columns))


@pytest.mark.parametrize("build", [small_model, rich_model])
def test_everything_a_model_decides_by_comes_back(language: Language, build: Any) -> None:
    model = build(language)
    again = there_and_back(model)
    names = set(Model.__slots__) - {"text", "agent", "call", "points", "topics", "evidence"}
    assert {name: getattr(again, name) for name in names} == {name: getattr(model, name) for name in names}
    assert (again.text.labels, again.text.vocabulary.terms) == (model.text.labels, model.text.vocabulary.terms)
    assert again.text.vocabulary.idf.tobytes() == model.text.vocabulary.idf.tobytes()
    for ours, theirs in ((again.text, model.text), (again.agent, model.agent)):
        assert_same_lines(ours.whole, theirs.whole)
        assert_same_lines(ours.clause, theirs.clause)
    assert again.call.labels == model.call.labels
    assert_same_lines(again.call.lines, model.call.lines)
    assert_same_lines(again.points.lines, model.points.lines)
    assert (again.topics.objects, again.topics.words) == (model.topics.objects, model.topics.words)
    assert again.topics.weights.tobytes() == model.topics.weights.tobytes()
    assert again.evidence.weights.tobytes() == model.evidence.weights.tobytes()
    assert again.agent.vocabulary is again.text.vocabulary
    assert model_id(again) == model_id(model)


def test_an_encoder_is_part_of_a_model(language: Language) -> None:
    labels = encoded_labels(language.taxonomy)
    bare, model, other = (
        small_model(language, encoder=encoder)
        for encoder in (None, small_encoder(labels), small_encoder(labels, seed=1))
    )
    again = there_and_back(model)
    assert again.encoder is not None
    assert again.encoder.answers("闪退") == small_encoder(labels).answers("闪退")
    assert model_id(again) == model_id(model)
    assert len({model_id(one) for one in (bare, model, other)}) == 3
    assert fits_together(model, language.taxonomy)
    assert not fits_together(small_model(language, encoder=small_encoder(labels[:-1])), language.taxonomy)


@given(logistic=LOGISTICS, threshold=FINITE)
def test_no_digit_of_a_setting_is_lost(language: Language, logistic: Logistic, threshold: float) -> None:
    model = small_model(
        language, factor=logistic, call_threshold=threshold, course=replace(SMALL_COURSE, ending=logistic)
    )
    again = there_and_back(model)
    assert (again.factor, again.course.ending, again.call_threshold) == (logistic, logistic, threshold)


@given(st.lists(st.integers(0, 2**16 - 1), min_size=3, max_size=3))
def test_weights_of_half_precision_survive_to_the_bit(language: Language, bits: list[int]) -> None:
    numbers = np.array(bits, dtype=np.uint16).view(np.float16)
    numbers = np.where(np.isfinite(numbers), numbers, np.float16(0))
    model = small_model(language)
    weights = np.repeat(numbers[:, None].astype(np.float32), len(model.text.labels), axis=1)
    again = there_and_back(with_lines(model, clause=replace(model.text.clause, weights=weights)))
    assert again.text.clause.weights.tobytes() == weights.tobytes()
    assert again.text.clause.weights.dtype == np.float32


def test_weights_are_stored_in_half_precision_and_all_else_in_single(language: Language) -> None:
    types = {name: numbers.dtype for name, numbers in arrays_of(small_model(language)).items()}
    assert types == {"idf": np.dtype(np.float32), "evidence": np.dtype(np.float32)} | {
        "topic_words": np.dtype(np.int32),
        "topic_objects": np.dtype(np.int32),
        "topic_weights": np.dtype(np.float32),
    } | {
        f"{of}_{part}": np.dtype(np.float16 if part == "weights" else np.float32)
        for of in (*SIDES, *(f"agent_{side}" for side in SIDES), "call", "points")
        for part in PARTS
    }


@pytest.mark.parametrize(
    "columns",
    [
        {"thresholds": {Cause.PERSON: 0.5, Cause.PRODUCT: 0.5, Cause.RULE: 0.6}},
        {"review_thresholds": {Cause.PERSON: 0.5, Cause.PRODUCT: 0.5, Cause.RULE: 0.6}},
        {"call_threshold": 0.6},
        {"factor_thresholds": dict.fromkeys(Cause, 0.7)},
        {"selection": replace(EVERYTHING, threshold=0.1)},
        {"selection": replace(EVERYTHING, threshold=None)},
        {"peak_end": PeakEndWeights(0.7, 0.3)},
        {"factor": Logistic(0.1, {"whole": 1.0})},
        {"verdict": Logistic(0.0, {"product": 1.1})},
        {"comment_dissatisfied": Logistic(0.0, {})},
        {"call_dissatisfied": Logistic(0.0, {})},
        {"comment_cause": dict.fromkeys(Cause, Logistic(0.0, {}))},
        {"call_cause": Logistic(0.0, {"call_top": 1.1})},
        {"course": replace(SMALL_COURSE, feeling=Logistic(0.1, {}))},
        {"course": replace(SMALL_COURSE, ending=Logistic(0.1, {}))},
        {"course": replace(SMALL_COURSE, outcome=Logistic(0.1, {}))},
        {"course": replace(SMALL_COURSE, repeat=Logistic(0.1, {}))},
        {"course": replace(SMALL_COURSE, turns={TurnedBy.HOLD: Logistic(0.0, {})})},
        {"evidence": EvidenceModel(untaught().weights + 1)},
    ],
)
def test_whatever_changes_a_decision_changes_the_id(language: Language, columns: dict[str, Any]) -> None:
    assert model_id(small_model(language, **columns)) != model_id(small_model(language))


def test_the_id_covers_what_words_speak_for_an_object(language: Language) -> None:
    topics = [{"网点": [0.5]}, {"网点": [0.6]}, {"闪退": [0.5]}]
    ids = {model_id(rich_model(language, topics=topics_of_words(("年费",), own))) for own in topics}
    assert len(ids) == len(topics)


def test_the_id_covers_words_and_numbers_of_the_text_model(language: Language) -> None:
    model = small_model(language)
    text = model.text
    lines = [
        replace(text, **{side: replace(getattr(text, side), **{part: getattr(getattr(text, side), part) + 1})})
        for side in SIDES
        for part in PARTS
    ]
    others = [
        *lines,
        replace(text, vocabulary=Vocabulary(text.vocabulary.terms, text.vocabulary.idf + 1)),
        replace(text, vocabulary=Vocabulary(["c:甲", "c:乙", "c:丙"], text.vocabulary.idf)),
        replace(text, labels=text.labels[::-1]),
    ]
    ids = {model_id(replace(model, text=other)) for other in (text, *others)}
    assert len(ids) == len(others) + 1


def test_the_id_covers_what_is_heard_of_agents(language: Language) -> None:
    model = small_model(language)
    lines = replace(model.agent.clause, bias=model.agent.clause.bias + 1)
    assert model_id(replace(model, agent=replace(model.agent, clause=lines))) != model_id(model)


def test_the_name_of_a_model_is_no_part_of_its_id(language: Language) -> None:
    assert model_id(small_model(language, id="other")) == model_id(small_model(language))


def test_the_small_model_fits_together(language: Language) -> None:
    assert fits_together(small_model(language), language.taxonomy)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("topic_words", -1),
        ("topic_words", 1000),
        ("topic_words", 0),
        ("topic_objects", -1),
        ("topic_objects", 1000),
        ("topic_objects", 0),
        ("topic_weights", 0),
        ("topic_weights", -1),
        ("topic_weights", np.nan),
        ("topic_weights", np.inf),
    ],
)
def test_words_objects_and_weights_that_are_none_are_refused(language: Language, name: str, number: float) -> None:
    model = rich_model(language)
    arrays = arrays_of(model)
    arrays[name] = np.full_like(arrays[name], number)
    with pytest.raises((IndexError, ValueError)):
        read_back(model, arrays)


def test_an_object_without_a_word_is_refused(language: Language) -> None:
    """Else a few names would ask for a table of any size."""
    model = rich_model(language)
    settings = json.loads(as_json(settings_of(model))) | {"topics": ["年费", "登录", "网点"]}
    with pytest.raises(ValueError, match="objects"):
        model_of(model.id, arrays_of(model), settings, list(model.text.vocabulary.terms))
    twice = settings | {"topics": ["年费", "年费"]}
    with pytest.raises(ValueError, match="objects"):
        model_of(model.id, arrays_of(model), twice, list(model.text.vocabulary.terms))


def test_weights_of_evidence_that_are_no_numbers_do_not_fit(language: Language) -> None:
    model = small_model(language, evidence=EvidenceModel(untaught().weights * np.float32(np.nan)))
    assert not fits_together(model, language.taxonomy)


NONE = float("nan")


@pytest.mark.parametrize("number", [NONE, float("inf"), -float("inf")])
def test_numbers_that_are_none_do_not_fit(language: Language, number: float) -> None:
    model = small_model(language)
    lines = model.text.whole
    assert fits_together(model, language.taxonomy)
    for other in (
        with_lines(model, whole=replace(lines, bias=np.full_like(lines.bias, number))),
        with_lines(model, whole=replace(lines, offset=np.full_like(lines.offset, number))),
        replace(model, factor=Logistic(number, {})),
        replace(model, verdict=Logistic(0.0, {"whole": number})),
        replace(model, call_threshold=number),
        replace(model, thresholds=dict(model.thresholds) | {Cause.PERSON: number}),
        replace(model, selection=replace(model.selection, threshold=number)),
    ):
        assert not fits_together(other, language.taxonomy)


@pytest.mark.parametrize("number", [NONE, "a", 10**400])
def test_a_selection_of_no_numbers_is_refused(language: Language, number: object) -> None:
    model = small_model(language)
    settings = settings_of(model)
    settings |= {"selection": settings["selection"] | {"bound": number}}
    with pytest.raises((ValueError, TypeError, OverflowError)):
        model_of(model.id, arrays_of(model), settings, list(model.text.vocabulary.terms))


def cut(text: TextModel, side: str, part: str) -> TextModel:
    lines = getattr(text, side)
    return replace(text, **{side: replace(lines, **{part: getattr(lines, part)[..., :-1]})})


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("part", PARTS)
def test_an_array_of_another_shape_does_not_fit(language: Language, side: str, part: str) -> None:
    model = small_model(language)
    assert not fits_together(replace(model, text=cut(model.text, side, part)), language.taxonomy)
    assert not fits_together(replace(model, agent=cut(model.agent, side, part)), language.taxonomy)
    short = replace(model.call.lines, **{part: getattr(model.call.lines, part)[..., 1:]})
    assert not fits_together(replace(model, call=replace(model.call, lines=short)), language.taxonomy)
    assert not fits_together(replace(model, call=replace(model.call, labels=model.call.labels[1:])), language.taxonomy)


def test_weights_of_other_causes_sides_or_numbers_do_not_fit(language: Language) -> None:
    model, weights = small_model(language), untaught().weights
    for other in (weights[1:], weights[:, 1:], weights[:, :, 1:]):
        assert not fits_together(replace(model, evidence=EvidenceModel(other)), language.taxonomy)


def test_a_word_without_a_frequency_or_weights_does_not_fit(language: Language) -> None:
    model = small_model(language)
    vocabulary = model.text.vocabulary
    for other in (
        Vocabulary(vocabulary.terms, vocabulary.idf[:-1]),
        Vocabulary((*vocabulary.terms, "w:多"), np.append(vocabulary.idf, np.float32(1))),
    ):
        assert not fits_together(with_lines(model, vocabulary=other), language.taxonomy)


def test_labels_of_another_taxonomy_do_not_fit(language: Language) -> None:
    fewer = replace(language.taxonomy, factors=language.taxonomy.factors[:-1])
    assert isinstance(fewer, Taxonomy)
    assert not fits_together(small_model(language), fewer)

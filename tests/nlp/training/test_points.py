"""Learning how an utterance feels and whether it is a point of its call."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.nlp.contacts import call
from tests.nlp.training.labels import read
from voc.domain.contact import Contact
from voc.nlp.classifier import AGENT_LABELS, labels_of
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.heard import Aspect, Heard
from voc.nlp.language import Language
from voc.nlp.points import ASPECTS, POINT_LABELS, PointModel
from voc.nlp.training.points import hear_points
from voc.nlp.training.rows import TURNS, Labelled, Matrices, agent_rows, text_rows

BAD = {"dissatisfied": True, "causes": ["rule"], "factors": ["rule.fee"]}
FOLDS = 3


def spoken(n: int, language: Language, **gold: object) -> Labelled:
    """The customer says the same thing three times; the agent is sorry once, and helps once, now here and now there."""
    answers = ["抱歉让您受累", "办好了您看一下", "请稍等"]
    low, high = n % 3, (n + 1 + n // 3 % 2) % 3
    told = {low: answers[0], high: answers[1]}
    lines = [line for k in range(3) for line in (f"客：那行吧{n}", f"座：{told.get(k, answers[2])}")]
    valences = [v for k in range(3) for v in (-0.6 if k == low else 0.6 if k == high else 0.0, None)]
    marks = {"low_turns": [2 * low], "high_turns": [2 * high], "valences": valences}
    return read(
        call(*lines, id=f"C-{n}"),
        {**BAD, **marks, **gold},
        language,
    )


@pytest.fixture(scope="module")
def calls(language: Language) -> list[Labelled]:
    return [spoken(n, language) for n in range(30)]


def words_of(calls: Sequence[Labelled], language: Language) -> Vocabulary:
    rows = text_rows(calls, labels_of(language.taxonomy)) + agent_rows(calls, AGENT_LABELS)
    return Vocabulary.fit((terms_of(row.text) for row in rows), least=1)


def heard(calls: Sequence[Labelled], language: Language) -> tuple[PointModel, list[Heard]]:
    found = [Heard() for _ in calls]
    vocabulary = words_of(calls, language)
    said, told = text_rows(calls, labels_of(language.taxonomy)), agent_rows(calls, AGENT_LABELS)
    folds = np.arange(len(calls), dtype=np.int64) % FOLDS
    parts = [(rows, Matrices.of(rows, vocabulary)) for rows in (said, told)]
    return hear_points(calls, vocabulary, parts[0], parts[1], folds, found), found


def best(own: Heard, point: Aspect) -> int:
    return max(own.points[point], key=own.points[point].__getitem__)


def test_a_point_is_known_by_what_is_said_to_it(calls: list[Labelled], language: Language) -> None:
    _, found = heard(calls, language)
    for one, own in zip(calls, found, strict=True):
        assert [best(own, Aspect.LOW)] == list(one.gold.low_turns or ())
        assert [best(own, Aspect.HIGH)] == list(one.gold.high_turns or ())


def test_of_what_the_other_side_says_words_alone_count(calls: list[Labelled], language: Language) -> None:
    model, _ = heard(calls, language)
    vocabulary = words_of(calls, language)
    characters, words = np.split(model.lines.weights, [len(vocabulary.terms) - vocabulary.word_count])
    assert characters[:, : len(ASPECTS)].any()
    assert not characters[:, len(ASPECTS) :].any()
    assert all(words[:, k].any() for k in range(len(POINT_LABELS)))


def test_how_an_utterance_feels_is_known_by_what_is_said_to_it(calls: list[Labelled], language: Language) -> None:
    _, found = heard(calls, language)
    for one, own in zip(calls, found, strict=True):
        valences = one.gold.valences or ()
        ranked = sorted(own.points[Aspect.FEELING], key=own.points[Aspect.FEELING].__getitem__)
        assert [valences[i] for i in ranked] == [-0.6, 0.0, 0.6]


def test_a_calls_own_labels_do_not_influence_what_is_heard_of_it(calls: list[Labelled], language: Language) -> None:
    _, found = heard(calls, language)
    other = replace(calls[0], gold=replace(calls[0].gold, low_turns=(2,), high_turns=(0,)))
    _, again = heard([other, *calls[1:]], language)
    assert again[0].points == found[0].points
    assert again[1].points != found[1].points


@pytest.mark.parametrize(
    ("field", "marked", "point"),
    [("low_turns_either", "high_turns", Aspect.LOW), ("high_turns_either", "low_turns", Aspect.HIGH)],
)
def test_what_any_reader_marks_is_a_point(
    calls: list[Labelled], language: Language, field: str, marked: str, point: Aspect
) -> None:
    """All that is marked by anybody counts instead of what the first reader marks."""
    others = [replace(one, gold=replace(one.gold, **{field: getattr(one.gold, marked)})) for one in calls]
    _, found = heard(others, language)
    assert [(best(own, point),) for own in found] == [getattr(one.gold, marked) for one in calls]


def test_the_model_that_is_kept_is_fitted_on_all_calls_and_tells_the_places_apart(
    calls: list[Labelled], language: Language
) -> None:
    model, _ = heard(calls, language)
    vocabulary = words_of(calls, language)
    for one in calls:
        numbers = (*one.observed.customer_passages, *one.observed.others)
        rows, _ = vocabulary.rows([one.observed.passages[i] for i in numbers])
        own = Heard(points=model.answers(rows, numbers, one.observed))
        assert [best(own, Aspect.LOW)] == list(one.gold.low_turns or ())
        assert [best(own, Aspect.HIGH)] == list(one.gold.high_turns or ())
    fewer, _ = heard(calls[:-1], language)
    assert not np.array_equal(model.lines.bias, fewer.lines.bias)


def test_calls_of_other_trades_are_heard_and_teach_nothing(calls: list[Labelled], language: Language) -> None:
    foreign = []
    for one in calls:
        assert one.observed.contact.conversation is not None
        made = Contact(replace(one.observed.contact.conversation, channel="other_trade"))
        foreign.append(replace(one, observed=replace(one.observed, contact=made)))
    model, found = heard(foreign, language)
    assert not model.lines.weights.any()
    assert all(len(own.points[Aspect.LOW]) == 3 for own in found)


def test_calls_in_which_nobody_marks_a_point_are_heard_and_teach_nothing(
    calls: list[Labelled], language: Language
) -> None:
    unmarked = [
        replace(one, gold=replace(one.gold, low_turns=marks, high_turns=None, valences=None))
        for one, marks in zip(calls, [(), None] * 15, strict=True)
    ]
    model, found = heard([*calls, *unmarked], language)
    plain, _ = heard(calls, language)
    assert all(len(own.points[point]) == 3 for own in found for point in ASPECTS)
    assert np.flatnonzero(model.lines.bias).size == np.flatnonzero(plain.lines.bias).size == len(ASPECTS)
    assert model.lines.bias == pytest.approx(plain.lines.bias, abs=0.2)


def test_without_a_marked_call_every_utterance_is_as_unlikely_as_another(language: Language) -> None:
    none = [spoken(n, language, low_turns=[], high_turns=[], valences=None) for n in range(6)]
    model, found = heard(none, language)
    assert not model.lines.weights.any()
    for aspect in ASPECTS:
        assert len({told for own in found for told in own.points[aspect].values()}) == 1
    assert heard([], language)[1] == []


def test_single_turns_and_comments_have_no_points(calls: list[Labelled], language: Language) -> None:
    conversation = calls[0].observed.contact.conversation
    assert conversation is not None
    turn = replace(calls[0], observed=replace(calls[0].observed, contact=Contact(replace(conversation, channel=TURNS))))
    _, found = heard([*calls, turn], language)
    assert found[-1].points == {}

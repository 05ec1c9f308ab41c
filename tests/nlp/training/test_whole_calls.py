from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.nlp.contacts import call
from tests.nlp.training.labels import read
from voc.nlp.classifier import DISSATISFIED, Answers
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.language import Language
from voc.nlp.training.rows import Labelled
from voc.nlp.training.text import ALWAYS, NEVER
from voc.nlp.training.whole_calls import hear_calls
from voc.nlp.whole_call import CALL, RESOLVED, CallModel

KINDS = {"product": ("闪退", "product.stability"), "rule": ("网点", "rule.channel")}
FOLDS = 3


def spoken(n: int, cause: str | None, language: Language, **gold: object) -> Labelled:
    """Call number n: the agent names what was wrong, the customer complains of nothing."""
    named = KINDS[cause][0] if cause else "余额"
    made = call(f"座：您好{n}", "客：请您帮我看一下", f"座：{named}的事情处理", "客：哦好的", id=f"C-{n}")
    own = {"dissatisfied": True, "causes": [cause], "factors": [KINDS[cause][1]]} if cause else {}
    return read(made, {**own, **gold}, language)


@pytest.fixture(scope="module")
def calls(language: Language) -> list[Labelled]:
    turns = {"product": "fault", "rule": "rule_recital", None: None}
    kinds = [*(["product"] * 12), *(["rule"] * 12), *([None] * 12)]
    return [spoken(n, kind, language, resolved=kind is None, turned_by=turns[kind]) for n, kind in enumerate(kinds)]


def heard(calls: Sequence[Labelled], language: Language) -> tuple[CallModel, list[dict[int, Answers]]]:
    found: list[dict[int, Answers]] = [{} for _ in calls]
    vocabulary = Vocabulary.fit((terms_of(p) for one in calls for p in one.observed.passages), least=1)
    folds = np.arange(len(calls), dtype=np.int64) % FOLDS
    return hear_calls(calls, language.taxonomy, vocabulary, folds, found), found


def test_what_no_utterance_complains_of_is_heard_in_the_whole(calls: list[Labelled], language: Language) -> None:
    _, found = heard(calls, language)
    for one, own in zip(calls, found, strict=True):
        assert (own[CALL].of(DISSATISFIED) > 0) is one.gold.dissatisfied
        assert (own[CALL].of(RESOLVED) > 0) is one.gold.resolved
        if one.gold.dissatisfied:
            causes = {cause: own[CALL].of(cause) for cause in KINDS}
            assert {max(causes, key=causes.__getitem__)} == set(map(str, one.gold.causes))
        if one.gold.turned_by:
            turns = {turn: own[CALL].of(f"turned_by:{turn}") for turn in ("fault", "rule_recital")}
            assert max(turns, key=turns.__getitem__) == one.gold.turned_by


def test_what_never_occurs_is_never_heard_and_what_always_does_always(
    calls: list[Labelled], language: Language
) -> None:
    model, found = heard([one for one in calls if one.gold.dissatisfied], language)
    assert {own[CALL].of("person") for own in found} == {NEVER}
    assert {own[CALL].of(DISSATISFIED) for own in found} == {ALWAYS}
    assert not model.lines.weights[:, model.labels.index("person")].any()


def test_a_calls_own_label_does_not_influence_what_is_heard_of_it(calls: list[Labelled], language: Language) -> None:
    model, found = heard(calls, language)
    other = replace(calls[0], gold=replace(calls[0].gold, resolved=True))
    again, changed = heard([other, *calls[1:]], language)
    index = model.labels.index(RESOLVED)

    def raw(lines: CallModel, answers: Answers) -> float:
        return float((answers.of(RESOLVED) - lines.lines.offset[index]) / lines.lines.slope[index])

    assert raw(model, found[0][CALL]) == pytest.approx(raw(again, changed[0][CALL]), abs=1e-5)
    assert raw(model, found[1][CALL]) != pytest.approx(raw(again, changed[1][CALL]), abs=1e-5)


def test_what_no_reader_tells_teaches_nothing(calls: list[Labelled], language: Language) -> None:
    untold = [replace(one, gold=replace(one.gold, resolved=None)) if n % 2 else one for n, one in enumerate(calls)]
    model, _ = heard(untold, language)
    alone, _ = heard([one for n, one in enumerate(calls) if n % 2 == 0], language)
    assert model.labels == alone.labels
    index = model.labels.index(RESOLVED)
    told = model.lines.weights[:, index]
    assert told.any()
    assert not np.array_equal(told, model.lines.weights[:, model.labels.index(DISSATISFIED)])


def test_without_a_call_the_model_says_never(language: Language) -> None:
    model, found = heard([], language)
    assert found == []
    assert model.lines.bias.tolist() == [NEVER] * len(model.labels)

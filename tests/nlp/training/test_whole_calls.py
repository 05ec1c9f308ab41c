from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.nlp.contacts import call
from tests.nlp.training.labels import read
from voc.domain.contact import Contact
from voc.domain.moments import TurnedBy
from voc.nlp.classifier import Answers
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.training.rows import Labelled
from voc.nlp.training.text import ALWAYS, NEVER
from voc.nlp.training.whole_calls import hear_calls
from voc.nlp.whole_call import COMPLAINING, REPEATED, RESOLVED, CallModel, turn_label

KINDS = {"product": ("闪退", "product.stability"), "rule": ("网点", "rule.channel")}
FOLDS = 3
OTHER = "other_trade"


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


def heard(calls: Sequence[Labelled], language: Language) -> tuple[CallModel, list[Heard]]:
    found = [Heard() for _ in calls]
    vocabulary = Vocabulary.fit((terms_of(p) for one in calls for p in one.observed.passages), least=1)
    folds = np.arange(len(calls), dtype=np.int64) % FOLDS
    return hear_calls(calls, language.taxonomy, vocabulary, folds, found), found


def of_call(heard: Heard) -> Answers:
    assert heard.call is not None
    return heard.call


def test_what_no_utterance_complains_of_is_heard_in_the_whole(calls: list[Labelled], language: Language) -> None:
    _, found = heard(calls, language)
    for one, own in zip(calls, found, strict=True):
        assert (of_call(own).of(RESOLVED) > 0) is one.gold.resolved
        if one.gold.dissatisfied:
            causes = {cause: of_call(own).of(cause) for cause in KINDS}
            assert {max(causes, key=causes.__getitem__)} == set(map(str, one.gold.causes))
        if one.gold.turned_by:
            turns = {turn: of_call(own).of(f"turned_by:{turn}") for turn in ("fault", "rule_recital")}
            assert max(turns, key=turns.__getitem__) == one.gold.turned_by


def test_what_never_occurs_is_never_heard_and_what_always_does_always(
    calls: list[Labelled], language: Language
) -> None:
    model, found = heard([one for one in calls if "product" in map(str, one.gold.causes)], language)
    assert {of_call(own).of("product") for own in found} == {ALWAYS}
    assert {of_call(own).of("person") for own in found} == {NEVER}
    # Nobody set whether the customers complain: that none was found to do so says nothing.
    assert {of_call(own).of(COMPLAINING) for own in found} == {0.0}
    assert not model.lines.weights[:, model.labels.index("person")].any()


def test_a_calls_own_label_does_not_influence_what_is_heard_of_it(calls: list[Labelled], language: Language) -> None:
    model, found = heard(calls, language)
    other = replace(calls[0], gold=replace(calls[0].gold, resolved=True))
    again, changed = heard([other, *calls[1:]], language)
    index = model.labels.index(RESOLVED)

    def raw(lines: CallModel, answers: Answers) -> float:
        return float((answers.of(RESOLVED) - lines.lines.offset[index]) / lines.lines.slope[index])

    assert raw(model, of_call(found[0])) == pytest.approx(raw(again, of_call(changed[0])), abs=1e-5)
    assert raw(model, of_call(found[1])) != pytest.approx(raw(again, of_call(changed[1])), abs=1e-5)


def test_what_no_reader_tells_teaches_nothing(calls: list[Labelled], language: Language) -> None:
    untold = [replace(one, gold=replace(one.gold, resolved=None)) if n % 2 else one for n, one in enumerate(calls)]
    turned = [replace(one, gold=replace(one.gold, resolved=not one.gold.resolved)) for one in calls]
    told, every, other = (heard(own, language)[0] for own in (untold, calls, turned))
    weights = [one.lines.weights[:, one.labels.index(RESOLVED)] for one in (told, every, other)]
    assert not np.array_equal(weights[0], weights[1])
    # Were what is not told taken for not resolved, half of those that were would speak against it.
    assert weights[1] == pytest.approx(-weights[2], abs=0.02)
    assert weights[0] == pytest.approx(weights[1], abs=1.5)


def test_without_a_call_the_model_says_never(language: Language) -> None:
    model, found = heard([], language)
    assert found == []
    untold = {COMPLAINING, RESOLVED, REPEATED, *map(turn_label, TurnedBy)}
    assert model.lines.bias.tolist() == [0.0 if label in untold else NEVER for label in model.labels]


def complaining(n: int, complains: bool, language: Language) -> Labelled:
    """Who complains says so himself; the agent apologises to everybody who does not."""
    own, agent = ("太气人了", "给您办好了") if complains else ("请您查一下", "非常抱歉让您生气了")
    basis = "stated" if complains else "inferred"
    gold = {"dissatisfied": True, "causes": ["rule"], "factors": ["rule.fee"]}
    made = call("座：您好", f"客：{own}", f"座：{agent}", id=f"K-{n}")
    return read(made, {**gold, "claims": [{"factor": "rule.fee", "basis": basis}]}, language)


def test_whether_the_customer_complains_is_told_by_his_own_words_alone(language: Language) -> None:
    calls = [complaining(n, n % 2 == 0, language) for n in range(24)]
    model, found = heard(calls, language)
    weights = model.lines.weights[:, model.labels.index(COMPLAINING)]
    half = len(weights) // 2
    assert weights[:half].any()
    assert not weights[half:].any()
    assert [of_call(own).of(COMPLAINING) > 0 for own in found] == [n % 2 == 0 for n in range(24)]


def test_whether_he_had_called_before_is_told_by_the_words_of_both(language: Language) -> None:
    calls = []
    for n in range(24):
        made = call("座：您好", f"客：{'还是那件事' if n % 2 else '想问一下'}", "座：请讲", id=f"K-{n}")
        calls.append(read(made, {"dissatisfied": False, "causes": [], "repeat_contact": bool(n % 2)}, language))
    _, found = heard(calls, language)
    assert [of_call(own).of(REPEATED) > 0 for own in found] == [bool(n % 2) for n in range(24)]


def test_calls_of_other_trades_are_heard_and_teach_nothing(calls: list[Labelled], language: Language) -> None:
    foreign = []
    for one in calls:
        assert one.observed.contact.conversation is not None
        made = Contact(replace(one.observed.contact.conversation, channel=OTHER))
        foreign.append(replace(one, observed=replace(one.observed, contact=made)))
    model, found = heard(foreign, language)
    assert not model.lines.weights.any()
    assert all(own.call is not None for own in found)


def test_a_word_that_few_calls_have_is_not_learned_by_heart(calls: list[Labelled], language: Language) -> None:
    made = call("座：您好", "客：请您帮我看一下", "座：闪退的事情处理，氢弹", "客：哦好的", id="R")
    one = read(made, {"dissatisfied": True, "causes": ["person"], "factors": ["person.attitude"]}, language)
    found = [Heard() for _ in range(len(calls) + 1)]
    vocabulary = Vocabulary.fit((terms_of(p) for c in [*calls, one] for p in c.observed.passages), least=1)
    folds = np.arange(len(found), dtype=np.int64) % FOLDS
    model = hear_calls([*calls, one], language.taxonomy, vocabulary, folds, found)
    words = vocabulary.terms[-vocabulary.word_count :]
    rare = [n for n, word in enumerate(words) if "氢弹" in word]
    assert rare
    assert not model.lines.weights[[*rare, *(len(words) + n for n in rare)]].any()
    assert model.lines.weights[:, model.labels.index("person")].any()

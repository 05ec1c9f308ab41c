from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import call, each, flat, told
from tests.nlp.strategies import TEXTS
from voc.domain.taxonomy import Cause
from voc.nlp.call_evidence import (
    AGENT,
    COMMENT,
    CUSTOMER,
    EVIDENCE_SHAPE,
    MACHINE,
    NOTHING_THERE,
    NUMBERS,
    STRONGEST,
    CallClauses,
    EvidenceModel,
    untaught,
)
from voc.nlp.classifier import Answers
from voc.nlp.evidence import WHOLE_CLAUSE
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.signals import observe
from voc.nlp.whole_call import COMPLAINING, STRONGEST_OF_CALL

LINES = ("系：请说出业务", "客：想问下，那个", "座：您说", "客：转账，又失败了，没法用")


def columns(found: CallClauses, cause: Cause = Cause.PRODUCT, factor: str | None = None) -> Mapping[str, list[float]]:
    return dict(zip(NUMBERS, found.numbers(cause, factor).T.tolist(), strict=True))


def with_call(heard: Heard, whole: float = 0.0, **clauses: Sequence[float]) -> Heard:
    """The same, and what the whole call says: its logit for every label, and what each clause adds (`_` for `.`)."""
    labels = {name.replace("_", "."): n for n, name in enumerate(clauses)}
    rows = list(zip(*clauses.values(), strict=True))
    return Heard(heard, Answers(labels, [whole] * len(labels), rows, []))


def weighing(**weights: float) -> EvidenceModel:
    """The same weights for every cause and side."""
    numbers = np.array([weights.get(name, 0.0) for name in NUMBERS], dtype=np.float32)
    return EvidenceModel(np.broadcast_to(numbers, EVIDENCE_SHAPE).copy())


def test_every_clause_of_the_call_and_the_comment_is_weighed_by_its_side(language: Language) -> None:
    observed = observe(call(*LINES, comment="转账失败"), language)
    found = CallClauses(observed, flat(observed, language))
    assert [i for i, _, _ in found.places] == [0, 1, 1, 2, 3, 3, 3, 4]
    assert found.sides.tolist() == [MACHINE, CUSTOMER, CUSTOMER, AGENT, *[CUSTOMER] * 3, COMMENT]
    model = EvidenceModel(np.zeros(EVIDENCE_SHAPE, dtype=np.float32))
    model.weights[1, :, 0] = [1, 2, 3, 4]
    assert [c.score for c in found.weighed(Cause.PRODUCT, None, model)] == [3, 1, 1, 2, 1, 1, 1, 4]
    assert {c.score for c in found.weighed(Cause.RULE, None, model)} == {0}


def test_nobody_is_blamed_by_what_a_machine_says_or_is_told(language: Language) -> None:
    observed = observe(call("系：请说出业务", "客：没人理我，态度太差", "座：您好", "客：卡丢了"), language)
    found = CallClauses(observed, flat(observed, language))
    shown = {cause: {c.passage for c in found.weighed(cause, None, untaught())} for cause in Cause}
    assert shown == {Cause.PERSON: {2, 3}, Cause.PRODUCT: {0, 1, 2, 3}, Cause.RULE: {0, 1, 2, 3}}


def test_what_is_said_for_a_claim_is_the_mean_of_cause_and_factor_and_bounded(language: Language) -> None:
    observed = observe(call("座：您好", "客：又失败了"), language)
    heard = each(observed, language, {1: {"product": 2.0, "product.stability": 4.0, "dissatisfied": 9.0}})
    found = CallClauses(observed, Heard(heard | told(observed, {0: {"person": 1.0}})))
    assert columns(found)["says"] == columns(found)["utterance_says"] == [0.0, 2.0]
    assert columns(found, Cause.PRODUCT, "product.stability")["says"] == [0.0, 3.0]
    assert columns(found, Cause.PERSON, "person.attitude")["says"] == [1.0, 0.0]
    assert columns(found)["displeased"] == [0.0, STRONGEST]


def test_how_far_a_clause_is_behind_the_customers_best(language: Language) -> None:
    observed = observe(call("座：是您操作不对", "客：失败了", "客：行"), language)
    heard = each(observed, language, {1: {"person": 2.0}, 2: {"person": -1.0}})
    found = CallClauses(observed, Heard(heard | told(observed, {0: {"person": 5.0}})))
    assert columns(found, Cause.PERSON)["behind_says"] == [3.0, 0.0, -3.0]


def test_what_a_clause_adds_to_the_whole_call(language: Language) -> None:
    observed = observe(call(*LINES[1:]), language)
    heard = with_call(
        flat(observed, language),
        product=[0.0, 0.2, 0.0, 0.5, 0.1, 0.0],
        product_speed=[0.0, 0.0, 0.0, 0.1, 0.0, 0.0],
        **{COMPLAINING: [0.0] * 6},
    )
    found = CallClauses(observed, heard)
    assert columns(found)["adds"] == [0.0, 0.2, 0.0, 0.5, 0.1, 0.0]
    assert columns(found)["utterance_adds"] == pytest.approx([0.2, 0.2, 0.0, 0.6, 0.6, 0.6])
    assert columns(found)["behind_adds"] == pytest.approx([-0.5, -0.3, -0.5, 0.0, -0.4, -0.5])
    assert columns(found)["behind_utterance_adds"] == pytest.approx([-0.4, -0.4, -0.6, 0.0, 0.0, 0.0])
    assert columns(found)["before_adds"] == [0.0, 0.0, 0.0, 0.0, 0.5, 0.1]
    assert columns(found)["after_adds"] == [0.2, 0.0, 0.0, 0.1, 0.0, 0.0]
    assert columns(found, Cause.PRODUCT, "product.speed")["adds"] == pytest.approx([0.0, 0.1, 0.0, 0.3, 0.05, 0.0])


def test_clauses_beside_are_those_of_the_same_passage(language: Language) -> None:
    observed = observe(call("客：甲，乙", "客：丙"), language)
    found = CallClauses(observed, each(observed, language, {0: {"product": 2.0}, 1: {"product": 1.0}}))
    assert columns(found)["before_says"] == [NOTHING_THERE, 2.0, NOTHING_THERE]
    assert columns(found)["after_says"] == [2.0, NOTHING_THERE, NOTHING_THERE]
    assert columns(found)["alone"] == [0.0, 0.0, 1.0]
    assert columns(found)["first"] == [1.0, 0.0, 0.0]
    assert columns(found)["clauses"] == pytest.approx([np.log(3), np.log(3), np.log(2)])


def test_a_short_clause_is_brief_and_a_long_one_is_not(language: Language) -> None:
    observed = observe(call("客：失败，我们今天下午去过那边那家"), language)
    found = columns(CallClauses(observed, flat(observed, language)))
    assert found["brief"] == pytest.approx([1 - 2 / WHOLE_CLAUSE, 0.0])
    assert found["length"] == pytest.approx([np.log(3), np.log(13)])


@pytest.mark.parametrize(("comment", "commented"), [("", 0.0), ("太慢", 1.0)])
def test_what_is_true_of_the_whole_call(language: Language, comment: str, commented: float) -> None:
    observed = observe(call("客：又失败了", comment=comment), language)
    spoken = replace(observed, valences=(-0.5, *observed.valences[1:]))
    heard = with_call(flat(observed, language), 2.0, **{label: [0.0] * 2 for label in ("product", COMPLAINING)})
    found = columns(CallClauses(spoken, heard))
    assert set(found["complains"]) == {2.0 / STRONGEST_OF_CALL}
    assert set(found["commented"]) == {commented}
    assert found["felt"][0] == -0.5
    assert set(found["one"]) == {1.0}


def test_rules_vote_in_the_clauses_in_which_they_match(language: Language) -> None:
    observed = observe(call("客：您好，手机银行闪退", "座：要本人带身份证到网点柜台办理"), language)
    found = CallClauses(observed, flat(observed, language))
    assert columns(found, Cause.PRODUCT)["voted"] == [0.0, 1.0, 0.0]
    assert columns(found, Cause.RULE)["voted"] == [0.0, 0.0, 1.0]


def test_a_call_in_which_nothing_heard_has_a_clause_shows_nothing(language: Language) -> None:
    observed = observe(call("客：……", "座：！？"), language)
    heard = {i: Answers({"rule": 0}, [1.0], [], [1.0]) for i in range(2)}
    assert CallClauses(observed, Heard(heard)).weighed(Cause.RULE, None, untaught()) == ()


@given(text=TEXTS, factor=st.sampled_from([None, "rule.channel"]))
def test_clauses_have_finite_logits_whatever_is_said(language: Language, text: str, factor: str | None) -> None:
    observed = observe(call(f"客：{text}", f"座：{text}", comment=text), language)
    found = CallClauses(observed, flat(observed, language, rule=2.0))
    clauses = found.weighed(Cause.RULE, factor, weighing(**dict.fromkeys(NUMBERS, 0.5)))
    assert len(clauses) == sum(len(p.clauses) for i, p in enumerate(observed.passages) if i in found.heard)
    assert np.isfinite([c.score for c in clauses]).all()


def test_before_anything_is_taught_the_words_for_the_claim_come_first(language: Language) -> None:
    observed = observe(call("客：我问问", "座：要本人带身份证到网点柜台办理", comment="太远"), language)
    rule = each(observed, language, {0: {"rule": -3.0}, 2: {"rule": -3.0}})
    silent = CallClauses(observed, Heard(rule | told(observed, {1: {"rule": 0.0}})))
    assert max(silent.weighed(Cause.RULE, None, untaught()), key=lambda c: c.score).passage == 1
    loud = CallClauses(observed, each(observed, language, {0: {"rule": -3.0}, 2: {"rule": 3.0}}))
    assert max(loud.weighed(Cause.RULE, None, untaught()), key=lambda c: c.score).passage == 2

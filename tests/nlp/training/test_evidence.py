from typing import Any

import numpy as np
import pytest

from tests.nlp.contacts import call, flat
from tests.nlp.training.labels import read
from voc.domain.taxonomy import Cause
from voc.nlp.call_evidence import CUSTOMER, EVIDENCE_SHAPE, MACHINE, NUMBERS, CallClauses, untaught
from voc.nlp.evidence import chosen_of_call, spans_of
from voc.nlp.language import Language
from voc.nlp.training import Labelled
from voc.nlp.training.evidence import ALWAYS, FEWEST_CLAIMS, fit_evidence
from voc.nlp.training.small import Answered

LINES = ("座：您好", "客：我想改手机号", "座：这个要本人带身份证到网点柜台办理", "客：为这点事要跑一趟网点，好")
GOLD = {"dissatisfied": True, "causes": ["rule"], "primary": "rule", "factors": ["rule.channel"]}


def marked(language: Language, spans: list[list[Any]], comment: str = "", **gold: Any) -> Answered:
    """The same is heard in every clause: only where it stands and how long it is tells them apart."""
    one = read(call(*LINES, comment=comment), GOLD | {"evidence": {"rule": spans}} | gold, language)
    return one, flat(one.observed, language)


def best(one: Labelled, language: Language, *rows: Answered) -> str:
    found = CallClauses(one.observed, flat(one.observed, language))
    weighed = found.weighed(Cause.RULE, "rule.channel", fit_evidence(rows, language.taxonomy))
    return spans_of(one.observed, [max(weighed, key=lambda c: c.score)])[0].text


def shown(one: Labelled, language: Language, *rows: Answered) -> list[str]:
    found = CallClauses(one.observed, flat(one.observed, language))
    weighed = found.weighed(Cause.RULE, "rule.channel", fit_evidence(rows, language.taxonomy))
    return [e.text for e in spans_of(one.observed, chosen_of_call(weighed))]


@pytest.mark.parametrize("at", [1, 2])
def test_the_clauses_that_readers_mark_are_learned(language: Language, at: int) -> None:
    words = LINES[at][2:]
    one = marked(language, [[at, words]])
    assert best(one[0], language, *[one] * FEWEST_CLAIMS) == words


def test_each_side_is_learned_apart_and_causes_that_nobody_marks_stay_untaught(language: Language) -> None:
    weights = fit_evidence([marked(language, [[1, LINES[1][2:]]])] * FEWEST_CLAIMS, language.taxonomy).weights
    assert weights.shape == EVIDENCE_SHAPE
    rule = list(Cause).index(Cause.RULE)
    assert np.count_nonzero(weights[rule, CUSTOMER]) > 1
    assert weights[rule, MACHINE].tolist() == [-ALWAYS, *[0.0] * (len(NUMBERS) - 1)]
    others = [k for k in range(len(Cause)) if k != rule]
    assert weights[others].tobytes() == untaught().weights[others].tobytes()


def test_claims_are_counted_once_whatever_their_factors(language: Language) -> None:
    two = {"factors": ["rule.channel", "rule.identity"]}
    rows = [marked(language, [[1, LINES[1][2:]]], **two)] * (FEWEST_CLAIMS - 1)
    assert fit_evidence(rows, language.taxonomy).weights.tobytes() == untaught().weights.tobytes()


def test_what_is_always_marked_is_always_shown(language: Language) -> None:
    one = marked(language, [[None, "太远"]], comment="太远")
    assert "太远" in shown(one[0], language, *[one] * FEWEST_CLAIMS)


def test_too_few_claims_teach_nothing(language: Language) -> None:
    rows = [marked(language, [[1, LINES[1][2:]]])] * (FEWEST_CLAIMS - 1)
    assert fit_evidence(rows, language.taxonomy).weights.tobytes() == untaught().weights.tobytes()
    taught = fit_evidence([*rows, rows[0]], language.taxonomy)
    assert taught.weights.tobytes() != untaught().weights.tobytes()


def test_words_that_nobody_said_and_factors_that_nobody_knows_teach_only_that(language: Language) -> None:
    strange = marked(language, [[1, "没有说过的话"]], factors=["rule.nowhere"])
    weights = fit_evidence([strange] * FEWEST_CLAIMS, language.taxonomy).weights
    assert set(weights[list(Cause).index(Cause.RULE), :, 0].tolist()) == {-ALWAYS}


def test_a_part_of_a_clause_counts_from_half_of_it_on(language: Language) -> None:
    words = LINES[2][2:]
    for length, found in ((len(words) // 2 + 1, [words]), (len(words) // 2 - 1, [])):
        one = marked(language, [[2, words[:length]]])
        assert [e for e in shown(one[0], language, *[one] * FEWEST_CLAIMS) if e == words] == found


def test_same_calls_same_weights(language: Language) -> None:
    rows = [marked(language, [[2, LINES[2][2:]]]), marked(language, [[1, LINES[1][2:]]])] * FEWEST_CLAIMS
    once, again = (fit_evidence(rows, language.taxonomy).weights for _ in range(2))
    assert once.tobytes() == again.tobytes()

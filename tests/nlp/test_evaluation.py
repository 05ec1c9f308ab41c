import importlib.util
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import analysis, attribution, conversation, evidence, survey, utterance
from voc.domain.attribution import COMMENT, AbstainReason, Analysis, Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import Moment, MomentKind, Phase
from voc.domain.taxonomy import Cause
from voc.export.records import analysis_record
from voc.nlp.evaluation import Judged, evidence_f1, expected_calibration_error, f1, measure, share
from voc.nlp.gold import Gold

REFERENCE = Path(__file__).parents[2].parent / "shared" / "tools" / "score.py"
SPOKEN = (
    (Speaker.AGENT, "您好请讲"),
    (Speaker.CUSTOMER, "我转账转不出去"),
    (Speaker.AGENT, "这个只能去网点办理"),
    (Speaker.CUSTOMER, "为这个还要跑网点，太折腾了"),
    (Speaker.CUSTOMER, "算了谢谢"),
)
GREETING, UNDERSTANDING, ANSWERING, CLOSING = Phase
PHASES = (GREETING, UNDERSTANDING, ANSWERING, ANSWERING, CLOSING)
COMMENTS = "转账转不出去，客服态度也差"

Pair = tuple[Judged, dict[str, Any]]


def causes(person: float, product: float, rule: float) -> dict[Cause, float]:
    return {Cause.PERSON: person, Cause.PRODUCT: product, Cause.RULE: rule}


def moments(peak: int | None, end: float) -> tuple[Moment, ...]:
    worst = () if peak is None else (Moment(MomentKind.PEAK, peak, ANSWERING, -0.7),)
    return (*worst, Moment(MomentKind.END, 4, CLOSING, end))


def judged_call(found: Analysis, gold: dict[str, Any], comment: str = "") -> Pair:
    call = conversation(*(utterance(text, speaker) for speaker, text in SPOKEN), id=found.contact_id)
    record: dict[str, Any] = {"utterances": [{"speaker": str(s), "text": t} for s, t in SPOKEN], "gold": gold}
    if comment:
        call = replace(call, survey=survey(call.id, comment=comment, embedded=True))
        record["survey"] = {"comment": comment}
    return Judged(Contact.of(call), Gold.parse(gold), found), record


def judged_comment(found: Analysis, gold: dict[str, Any]) -> Pair:
    contact = Contact(None, (survey(found.contact_id, comment=COMMENTS),))
    return Judged(contact, Gold.parse(gold), found), {"comment": COMMENTS, "gold": gold}


def cut(utterance: int, words: str) -> Evidence:
    text = COMMENTS if utterance == COMMENT else SPOKEN[utterance][1]
    return evidence(words, utterance, text.index(words))


CONTENT = {"dissatisfied": False, "causes": [], "primary": None, "factors": []}
RULE_CALL = {
    "dissatisfied": True,
    "causes": ["rule"],
    "primary": "rule",
    "factors": ["rule.channel"],
    "factors_either": ["rule.channel", "rule.identity"],
    "evidence": {"rule": [[3, "还要跑网点"], [2, "只能去网点"]], "product": [[1, "转不出去"]]},
    "phases": [str(phase) for phase in PHASES],
    "low_turns": [3],
    "end": "neutral",
    "resolved": False,
}
BOTH = {
    "dissatisfied": True,
    "causes": ["product", "person"],
    "primary": "product",
    "factors": ["product.stability", "person.attitude"],
    "evidence": {"product": [[None, "转账转不出去"]], "person": [[None, "态度也差"]]},
}
WITH_PHASES = {"phases": [str(phase) for phase in PHASES], "low_turns": [], "end": "positive", "resolved": True}

CASES: tuple[Pair, ...] = (
    judged_call(
        analysis(
            "right",
            attribution("rule.channel", evidence=(cut(3, "跑网点，太折腾"), cut(2, "只能"))),
            causes=causes(0.05, 0.2, 0.91),
            confidence=0.83,
            phases=PHASES,
            moments=moments(4, -0.1),
            resolved=False,
        ),
        RULE_CALL,
    ),
    judged_call(
        analysis(
            "accepted factor, other cause too",
            attribution("rule.identity", evidence=(cut(3, "跑网点"),)),
            attribution("product.stability", evidence=(cut(1, "转账转不出去"),), confidence=0.6),
            causes=causes(0.1, 0.6, 0.9),
            primary=Cause.PRODUCT,
            confidence=0.41,
            phases=(GREETING, GREETING, ANSWERING, CLOSING, CLOSING),
            moments=moments(1, 0.3),
            resolved=True,
        ),
        RULE_CALL,
    ),
    judged_call(
        analysis(
            "false alarm", attribution(None, cause=Cause.PERSON), confidence=0.3, phases=PHASES, moments=moments(3, 0.2)
        ),
        CONTENT | WITH_PHASES,
        comment="挺好的",
    ),
    judged_call(
        analysis("content", causes=causes(0.0, 1.0, 0.3), confidence=0.95, phases=PHASES, moments=moments(None, 0.15)),
        CONTENT | WITH_PHASES | {"end": "neutral", "resolved": None},
    ),
    judged_call(
        analysis("no moments", confidence=0.77, phases=PHASES, abstain_reason=AbstainReason.TOO_SHORT),
        RULE_CALL,
    ),
    judged_call(
        analysis(
            "not labelled for phases", attribution("rule.limit", evidence=(cut(COMMENT, "转账"),)), confidence=0.5
        ),
        {**BOTH, "causes": ["rule"], "primary": "rule", "factors": ["rule.limit"]},
        comment=COMMENTS,
    ),
    judged_comment(
        analysis(
            "both",
            attribution("product.stability", evidence=(cut(COMMENT, "转不出去"),)),
            attribution("person.attitude", evidence=(cut(COMMENT, "客服态度也差"),)),
            confidence=0.6,
        ),
        BOTH,
    ),
    judged_comment(
        analysis(
            "one of both, waiting",
            attribution("product.speed", evidence=(cut(COMMENT, "转账"),)),
            confidence=0.2,
            abstain_reason=AbstainReason.LOW_CONFIDENCE,
        ),
        BOTH,
    ),
    judged_comment(
        analysis("unspecified", dissatisfied=True, causes=causes(0.1, 0.1, 0.1), confidence=0.6),
        {"dissatisfied": True, "causes": [], "primary": None, "factors": []},
    ),
    judged_comment(
        analysis("of another trade", attribution("product.usability", evidence=(cut(COMMENT, "也差"),))),
        {**BOTH, "causes": ["product"], "factors": ["product.delivery"], "evidence": {"product": [[None, "不在里面"]]}},
    ),
)


@cache
def reference() -> Callable[[list[tuple[dict[str, Any], dict[str, Any]]]], dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Callable[[list[tuple[dict[str, Any], dict[str, Any]]]], dict[str, Any]] = module.score
    return score


def measured_by_reference(cases: list[Pair]) -> dict[str, Any]:
    written = [json.loads(json.dumps(analysis_record(j.analysis, j.contact.kind))) for j, _ in cases]
    return reference()([(record, result) for (_, record), result in zip(cases, written, strict=True)])


needs_reference = pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the reference definition of the measures is not there"
)


@needs_reference
def test_the_measures_are_those_of_the_reference() -> None:
    expected = measured_by_reference(list(CASES))
    found = measure([judged for judged, _ in CASES])
    del expected["evidence_faults"]
    assert found == pytest.approx(expected)
    assert 0 < expected["evidence_f1"] < 1
    assert 0 < expected["error_at_90_coverage"] < expected["error"] < 1


@needs_reference
@given(st.lists(st.sampled_from(CASES), min_size=1, max_size=12))
def test_the_measures_are_those_of_the_reference_on_any_of_the_cases(cases: list[Pair]) -> None:
    expected = measured_by_reference(cases)
    del expected["evidence_faults"]
    assert measure([judged for judged, _ in cases]) == pytest.approx(expected)


@needs_reference
def test_the_evidence_of_the_cases_is_what_they_say() -> None:
    without_words = {"false alarm"}
    cases = [pair for pair in CASES if pair[0].analysis.contact_id not in without_words]
    assert measured_by_reference(cases)["evidence_faults"] == 0


def by_name(name: str) -> Judged:
    return next(judged for judged, _ in CASES if judged.analysis.contact_id == name)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("right", True),
        ("accepted factor, other cause too", False),
        ("false alarm", False),
        ("content", True),
        ("one of both, waiting", False),
        ("unspecified", True),
    ],
)
def test_a_verdict_is_right_when_dissatisfaction_and_all_causes_are(name: str, right: bool) -> None:
    assert by_name(name).right is right


def test_nothing_judged_has_no_errors_of_calls() -> None:
    found = measure([])
    assert (found["n"], found["macro_f1"], found["ece"]) == (0, 1.0, 0.0)
    assert "phase_accuracy" not in found


def test_measures_of_calls_need_labelled_phases() -> None:
    assert "phase_accuracy" not in measure([by_name("both")])
    assert measure([by_name("right")])["phase_accuracy"] == 1.0


def test_the_surest_nine_tenths_are_counted_apart() -> None:
    sure = [replace(by_name("right"), analysis=replace(by_name("right").analysis, confidence=0.9))] * 9
    found = measure([by_name("one of both, waiting"), *sure])
    assert (found["error"], found["error_at_90_coverage"]) == pytest.approx((0.1, 0.0))
    assert (found["abstained_share"], found["error_kept"]) == (0.1, 0.0)


def test_evidence_is_compared_in_characters() -> None:
    # 跑网点 is marked and found; 太折腾 and the comma found only; 还要, 去网点 marked only; 只能 both.
    overlap, _ = evidence_f1([by_name("right")])
    assert overlap == pytest.approx(2 * 5 / (9 + 10))


def test_whole_utterances_stand_beside_for_comparison() -> None:
    _, whole = evidence_f1([by_name("right")])
    full = len(SPOKEN[2][1]) + len(SPOKEN[3][1])
    assert whole == pytest.approx(2 * 10 / (full + 10))


def test_evidence_of_causes_that_only_one_claims_is_not_compared() -> None:
    assert evidence_f1([by_name("no moments")]) == (0.0, 0.0)


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert f1([(False, False)]) == f1([]) == 1.0
    assert f1([(False, True)]) == 0.0


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_f1_is_the_same_both_ways_round(pairs: list[tuple[bool, bool]]) -> None:
    assert f1(pairs) == f1([(b, a) for a, b in pairs])
    assert 0.0 <= f1(pairs) <= 1.0


def test_a_share_of_nothing_is_zero() -> None:
    assert share([]) == 0.0
    assert share([True, False, True, False]) == 0.5


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_calibration_error_lies_between_zero_and_one(pairs: list[tuple[float, bool]]) -> None:
    assert 0.0 <= expected_calibration_error(pairs) <= 1.0


@given(st.lists(st.booleans(), min_size=1))
def test_certainty_that_is_always_right_has_no_calibration_error(hits: list[bool]) -> None:
    assert expected_calibration_error([(float(hit), hit) for hit in hits]) == 0.0
    assert expected_calibration_error([(1.0 - hit, hit) for hit in hits]) == 1.0


def test_calibration_is_compared_bin_by_bin() -> None:
    pairs = [(0.12, True), (0.18, False), (0.85, False), (1.0, True)]
    assert expected_calibration_error(pairs) == pytest.approx((abs(0.3 - 1) + 0.85 + 0.0) / 4)
    assert expected_calibration_error(pairs, bins=1) == pytest.approx(abs(2.15 - 2) / 4)

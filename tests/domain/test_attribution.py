from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import VERSION, analysis, attribution, evidence
from voc.domain.attribution import COMMENT, AbstainReason, Basis, Kind, verdict_confidence
from voc.domain.taxonomy import Cause

PROBABILITIES = st.floats(0, 1)


def test_every_name_has_a_chinese_label_of_its_own() -> None:
    for names in (Basis, Kind, AbstainReason):
        assert len({name.label for name in names}) == len(names)


def test_evidence_lies_in_an_utterance_or_in_the_comment() -> None:
    assert evidence(utterance=COMMENT).in_comment
    assert not evidence(utterance=0).in_comment


def test_an_attribution_needs_evidence() -> None:
    with pytest.raises(ValueError, match="needs evidence"):
        attribution(evidence=())


def test_an_attribution_cannot_have_a_factor_of_another_cause() -> None:
    with pytest.raises(ValueError, match="another cause"):
        replace(attribution("product.speed"), cause=Cause.RULE)


def test_attributions_are_ordered_by_confidence_then_name() -> None:
    claims = [
        attribution("rule.fee", confidence=0.7),
        attribution("rule.channel", confidence=0.7),
        attribution(None, cause=Cause.RULE, confidence=0.7),
        attribution("product.speed", confidence=0.8),
    ]
    ordered = sorted(claims, key=lambda claim: claim.order)
    assert [claim.factor for claim in ordered] == ["product.speed", None, "rule.channel", "rule.fee"]


def test_a_version_is_written_with_all_its_parts() -> None:
    assert str(VERSION) == "1/m1/r1/d1/t1"


def test_a_satisfied_contact_has_no_attributions() -> None:
    with pytest.raises(ValueError, match="not dissatisfied"):
        analysis("C-1", attribution(), dissatisfied=False)


@pytest.mark.parametrize("causes", [{}, {Cause.PERSON: 0.1, Cause.RULE: 0.2}])
def test_every_cause_needs_a_probability(causes: dict[Cause, float]) -> None:
    with pytest.raises(ValueError, match="every cause"):
        analysis(causes=causes)


def test_an_analysis_abstains_for_a_reason() -> None:
    assert analysis(abstain_reason=AbstainReason.TOO_SHORT).abstained
    assert not analysis().abstained


def test_found_causes_are_those_claimed_in_the_order_of_the_taxonomy() -> None:
    claims = (attribution("rule.fee"), attribution("person.attitude"), attribution("rule.limit"))
    assert analysis("C-1", *claims).found_causes == (Cause.PERSON, Cause.RULE)
    assert analysis().found_causes == ()


def test_equal_analyses_can_be_hashed() -> None:
    assert len({analysis("C-1", attribution()), analysis("C-1", attribution())}) == 1


@given(PROBABILITIES, st.tuples(PROBABILITIES, PROBABILITIES, PROBABILITIES))
def test_the_confidences_of_all_verdicts_sum_to_one(dissatisfaction: float, causes: tuple[float, float, float]) -> None:
    probabilities = dict(zip(Cause, causes, strict=True))
    subsets = [{c for bit, c in enumerate(Cause) if number >> bit & 1} for number in range(8)]
    total = verdict_confidence(False, dissatisfaction, probabilities, set()) + sum(
        verdict_confidence(True, dissatisfaction, probabilities, subset) for subset in subsets
    )
    assert total == pytest.approx(1, abs=1e-3)

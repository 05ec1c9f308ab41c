from typing import Any

import pytest

from tests.builders import attribution
from tests.nlp.evaluation.cases import BOTH, RULE_CALL, judged
from voc.domain.measures import Measure
from voc.nlp.evaluation.factors import LEAST_SUPPORT, factor_pairs, factor_statistics, found_factors, supports
from voc.nlp.evaluation.judged import Judged


def answered(*factors: str | None, **gold: Any) -> Judged:
    """The rule call with these factors claimed."""
    made = tuple(attribution(f) for f in factors)
    return judged("right", RULE_CALL | gold, attributions=made, dissatisfied=True)


def test_a_claim_without_a_factor_names_none() -> None:
    assert found_factors(answered(None, "rule.fee")) == {"rule.fee"}


def test_support_is_what_was_labelled_whatever_was_found() -> None:
    found = supports([answered("rule.fee"), answered("rule.channel")])
    assert found == {"rule.channel": 2, "rule.fee": 0}


def test_an_accepted_factor_counts_as_labelled_in_place_of_the_missed_one() -> None:
    accepted = [answered("rule.identity")]
    assert factor_pairs(accepted, "rule.identity") == [(True, True)]
    assert factor_pairs(accepted, "rule.channel") == [(False, False)]


def test_an_accepted_factor_does_not_excuse_one_of_another_cause() -> None:
    both = [
        judged(
            "both",
            BOTH | {"factors_either": [*BOTH["factors"], "product.speed"]},
            attributions=(attribution("product.speed"),),
        )
    ]  # type: ignore[misc]
    assert factor_pairs(both, "person.attitude") == [(True, False)]
    assert factor_pairs(both, "product.stability") == [(False, False)]


def test_a_factor_that_is_not_accepted_is_wrong() -> None:
    assert factor_pairs([answered("rule.fee")], "rule.fee") == [(False, True)]
    assert factor_pairs([answered("rule.fee")], "rule.channel") == [(True, False)]


def test_the_macro_mean_is_over_factors_with_enough_labels() -> None:
    frequent = [answered("rule.channel")] * (LEAST_SUPPORT - 1) + [
        answered("rule.fee", factors_either=["rule.channel"])
    ]
    rare = [answered(None, factors=["rule.limit"], factors_either=["rule.limit"])] * (LEAST_SUPPORT - 1)
    statistics = factor_statistics(frequent + rare)
    assert statistics[Measure.FACTOR_MACRO_F1].value(9) == pytest.approx(2 * 4 / (5 + 4))
    assert statistics[Measure.FACTOR_MACRO_F1].n == LEAST_SUPPORT
    assert statistics[Measure.FACTOR_F1].value(9) == pytest.approx(2 * 4 / (5 + 9))
    assert statistics[Measure.FACTOR_F1].n == 9


def test_where_factors_were_not_labelled_what_is_found_is_neither_right_nor_wrong() -> None:
    labelled = [answered("rule.channel")] * LEAST_SUPPORT
    causes_only = {"dissatisfied": True, "causes": ["rule"]}
    unlabelled = [judged("right", causes_only, attributions=(attribution(f),)) for f in ("rule.channel", "rule.fee")]
    assert supports(labelled + unlabelled) == {"rule.channel": LEAST_SUPPORT}
    assert factor_pairs(unlabelled, "rule.channel") == [(False, False)] * 2
    found = factor_statistics(labelled + unlabelled)
    for measure in (Measure.FACTOR_F1, Measure.FACTOR_MACRO_F1):
        assert (found[measure].value(LEAST_SUPPORT + 2), found[measure].n) == (1.0, LEAST_SUPPORT)
    assert factor_statistics(unlabelled)[Measure.FACTOR_F1].n == 0


def test_a_record_without_causes_has_no_factors_whether_labelled_or_not() -> None:
    content: dict[str, Any] = {"dissatisfied": False, "causes": []}
    both = [
        judged("right", gold, attributions=(attribution("rule.fee"),)) for gold in (content, content | {"factors": []})
    ]
    assert factor_pairs(both, "rule.fee") == [(False, True)] * 2
    assert factor_statistics(both)[Measure.FACTOR_F1].n == 2


def test_without_enough_labels_there_is_no_macro_mean() -> None:
    assert factor_statistics([answered("rule.channel")])[Measure.FACTOR_MACRO_F1].n == 0

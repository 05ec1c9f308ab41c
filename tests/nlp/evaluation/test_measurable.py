from typing import Any

import pytest

from voc.domain.measures import Measure
from voc.nlp.evaluation import measurable
from voc.nlp.gold import Gold

CONTENT: dict[str, Any] = {"dissatisfied": False, "causes": []}
F1S = (Measure.DISSATISFIED_F1, Measure.PERSON, Measure.PRODUCT, Measure.RULE, Measure.MACRO_F1, Measure.FACTOR_F1)
OF_PARTS = (Measure.ITCH_F1, Measure.INFERRED_F1, Measure.REPEAT_CONTACT_F1)


def complaint(*causes: str, factors: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"dissatisfied": True, "causes": list(causes), "factors": list(factors)}


@pytest.mark.parametrize(
    ("golds", "told"),
    [
        ([], set()),
        ([CONTENT, CONTENT], set()),
        ([complaint("product"), complaint("product")], set()),
        ([complaint("product"), CONTENT], {Measure.DISSATISFIED_F1, Measure.PRODUCT}),
        ([complaint("product"), complaint("rule")], {Measure.PRODUCT, Measure.RULE}),
        ([complaint("person", factors=("person.attitude",)), CONTENT], {F1S[0], Measure.PERSON, Measure.FACTOR_F1}),
        ([complaint("person"), complaint("product"), complaint("rule"), CONTENT], set(F1S[:5])),
    ],
)
def test_labels_that_are_all_alike_tell_nothing(golds: list[dict[str, Any]], told: set[Measure]) -> None:
    assert measurable([Gold.parse(gold) for gold in golds], F1S) == told


def test_other_measures_are_left_in() -> None:
    others = [m for m in Measure if m not in (*F1S, *OF_PARTS, Measure.UNSPECIFIED_F1)]
    assert measurable([], others) == set(others)


def test_of_complaints_without_a_reason_there_must_be_some_and_others() -> None:
    some = [Gold.parse(gold) for gold in (complaint(), complaint("rule"))]
    assert measurable(some, [Measure.UNSPECIFIED_F1])
    assert not measurable(some[1:], [Measure.UNSPECIFIED_F1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"claims": [{"factor": "rule.fee", "kind": "itch"}]},
            {"claims": [{"factor": "rule.fee", "kind": "pain"}]},
        ),
        ({"basis": {"rule": "inferred"}}, {"basis": {"rule": "stated"}}),
        ({"repeat_contact": True}, {"repeat_contact": False}),
    ],
)
def test_an_f1_of_what_was_labelled_alike_or_not_at_all_is_not_told(one: dict[str, Any], other: dict[str, Any]) -> None:
    unlabelled = complaint("rule")
    golds = [Gold.parse(unlabelled | columns) for columns in (one, other, {})]
    assert len(measurable(golds, OF_PARTS)) == 1
    for alike in (golds[:1], golds[1:], golds[2:]):
        assert not measurable(alike, OF_PARTS)

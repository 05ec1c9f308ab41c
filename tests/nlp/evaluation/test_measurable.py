from typing import Any

import pytest

from tests.nlp.evaluation.cases import CASES
from voc.domain.measures import Measure
from voc.nlp.evaluation import measurable, measure, measure_told
from voc.nlp.gold import Gold

CONTENT: dict[str, Any] = {"dissatisfied": False, "causes": []}
F1S = (Measure.DISSATISFIED_F1, Measure.PERSON, Measure.PRODUCT, Measure.RULE, Measure.MACRO_F1, Measure.FACTOR_F1)
JUDGED = [judged for judged, _ in CASES]


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
    others = [m for m in Measure if m not in F1S]
    assert measurable([], others) == set(others)


def test_where_all_can_be_told_the_figures_are_those_of_the_reference_definition() -> None:
    assert measure_told(JUDGED, enough=True) == measure(JUDGED)


def test_without_records_or_with_too_few_every_figure_is_none_but_their_number() -> None:
    for judged, enough in (([], True), (JUDGED, False)):
        found = measure_told(judged, enough=enough)
        assert found.pop("n") == len(judged)
        assert found
        assert set(found.values()) == {None}


def test_figures_that_one_label_alone_stands_behind_are_none() -> None:
    content = [judged for judged in JUDGED if not judged.gold.dissatisfied]
    found = measure_told(content, enough=True)
    assert (found["n"], found["dissatisfied_f1"], found["macro_f1"]) == (len(content), None, None)
    assert found["error"] == measure(content)["error"]

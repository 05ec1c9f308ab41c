import importlib.util
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.evaluation.cases import CASES, Pair, by_name
from voc.domain.business_object import BusinessObjectTable
from voc.domain.measures import Measure
from voc.domain.taxonomy import Cause
from voc.engines.local import OneByOne
from voc.export.records import analysis_record
from voc.nlp.analyzer import Analyzer
from voc.nlp.evaluation import Judged, evaluation_of, measure, measure_told
from voc.nlp.gold import Gold
from voc.services.evaluating import judge_files
from voc.settings import shipped

SHARED = Path(__file__).parents[3].parent / "shared"
REFERENCE = SHARED / "tools" / "score.py"
FILES = {
    "samples": [shipped("samples") / name for name in ("calls.jsonl", "comments.jsonl")],
    "dev": [SHARED / "data" / "app_reviews" / "dev.jsonl"],
    "calls_dev": [SHARED / "data" / "calls_dev.jsonl"],
}

Score = Callable[[list[tuple[dict[str, Any], dict[str, Any]]]], dict[str, Any]]


@cache
def reference() -> Score:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Score = module.score
    return score


def written(judged: Judged) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(json.dumps(analysis_record(judged.analysis, judged.contact.kind)))
    return record


def measured_by_reference(cases: list[Pair]) -> dict[str, Any]:
    return reference()([(record, written(judged)) for judged, record in cases])


needs_reference = pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the reference definition of the measures is not there"
)


@needs_reference
def test_the_measures_are_those_of_the_reference() -> None:
    expected = measured_by_reference(list(CASES))
    assert measure([judged for judged, _ in CASES]) == pytest.approx(expected)
    assert 0 < expected["evidence_f1"] < 1
    assert 0 < expected["error_at_90_coverage"] < expected["error"] < 1
    assert expected["evidence_faults"] == 1


@needs_reference
@given(st.lists(st.sampled_from(CASES), min_size=1, max_size=12))
def test_the_measures_are_those_of_the_reference_on_any_of_the_cases(cases: list[Pair]) -> None:
    assert measure([judged for judged, _ in cases]) == pytest.approx(measured_by_reference(cases))


@needs_reference
@pytest.mark.parametrize("name", FILES)
def test_the_measures_of_real_files_are_those_of_the_reference(name: str, analyzer: Analyzer) -> None:
    paths = FILES[name]
    if not all(path.is_file() for path in paths):
        pytest.skip(f"the labelled file {paths[0].name} is not there")
    found = judge_files(paths, engine=OneByOne(analyzer), zone=ZoneInfo("Asia/Shanghai"))
    for path, judged in found.items():
        records = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
        pairs = [(record, written(j)) for record, j in zip(records, judged, strict=True)]
        expected = reference()(pairs)
        assert measure(judged) == pytest.approx(expected)
        # These files are labelled with everything: nothing of them is left untold.
        assert measure_told(judged, enough=True) == pytest.approx(expected)


def test_nothing_judged_has_no_measures_of_calls() -> None:
    found = measure([])
    assert (found["n"], found["macro_f1"], found["ece"], found["error_kept"]) == (0, 1.0, 0.0, 1.0)
    assert "phase_accuracy" not in found


def test_measures_of_calls_need_labelled_phases() -> None:
    assert "phase_accuracy" not in measure([by_name("both")])
    assert measure([by_name("right")])["phase_accuracy"] == 1.0


def test_an_evaluation_holds_every_measure_with_what_it_rests_on(business_objects: BusinessObjectTable) -> None:
    judged = [judged for judged, _ in CASES]
    found = evaluation_of(judged, business_objects)
    assert tuple(found.figures) == tuple(Measure)
    assert (found.records, found.calls) == (10, 5)
    for name, value in measure(judged).items():
        if name in tuple(Measure):
            assert found.figures[Measure(name)].value == pytest.approx(value, abs=5e-5)
    for figure in found.figures.values():
        assert (figure.value is None) == (figure.n == 0)
        if figure.interval is not None:
            assert 0 <= figure.interval[0] <= figure.interval[1] <= 1


def test_an_evaluation_is_the_same_each_time(business_objects: BusinessObjectTable) -> None:
    judged = [judged for judged, _ in CASES]
    assert evaluation_of(judged, business_objects) == evaluation_of(judged, business_objects)


def test_tables_and_curves_go_with_the_figures(business_objects: BusinessObjectTable) -> None:
    found = evaluation_of([judged for judged, _ in CASES], business_objects)
    assert [row.code for row in found.causes] == list(Cause)
    assert [row.f1 for row in found.causes] == [found.figures[Measure(c)] for c in Cause]
    assert [row.support for row in found.causes] == [2, 3, 4]
    assert found.confusion.total == found.records
    assert 1 - found.confusion.agreed / found.confusion.total == found.figures[Measure.ERROR].value
    assert sum(b.n for b in found.reliability) == 3 * found.records
    assert found.curve[-1].coverage == 1.0
    assert found.curve[-1].risk == found.figures[Measure.ERROR].value
    assert sum(a.n for a in found.abstained) == found.records
    assert found.evidence_faults == 1


def test_factors_stand_in_the_order_of_how_often_they_are_labelled(business_objects: BusinessObjectTable) -> None:
    found = evaluation_of([judged for judged, _ in CASES], business_objects)
    order = [(-row.support, row.code) for row in found.factors]
    assert order == sorted(order)
    assert {"product.delivery", "rule.identity", "product.usability"} <= {row.code for row in found.factors}


def test_a_factor_that_nobody_labelled_has_no_f1(business_objects: BusinessObjectTable) -> None:
    found = evaluation_of([judged for judged, _ in CASES], business_objects)
    assert {row.code for row in found.factors if row.support == 0} >= {"rule.identity", "product.usability"}
    for row in found.factors:
        assert (row.f1.value is None) == (row.support == 0)


def test_records_without_labelled_factors_leave_the_factor_figures_as_they_are(
    business_objects: BusinessObjectTable,
) -> None:
    judged = [judged for judged, _ in CASES]
    causes_only = Gold.parse({"dissatisfied": True, "causes": ["rule"]})
    more = [replace(by_name("right"), gold=causes_only)] * 3
    before, after = (evaluation_of(some, business_objects) for some in (judged, judged + more))
    for one in (Measure.FACTOR_F1, Measure.FACTOR_MACRO_F1):
        assert (after.figures[one].value, after.figures[one].n) == (before.figures[one].value, before.figures[one].n)
    assert [(row.code, row.support, row.found) for row in after.factors] == [
        (row.code, row.support, row.found) for row in before.factors
    ]
    assert evaluation_of(more, business_objects).factors == ()


def test_comments_alone_have_no_tables_of_calls(business_objects: BusinessObjectTable) -> None:
    found = evaluation_of([by_name("both"), replace(by_name("unspecified"))], business_objects)
    assert (found.calls, found.phases, found.ends, found.turned_by) == (0, None, None, None)

from tests.nlp.evaluation.cases import CASES
from voc.nlp.evaluation import measure, measure_told

JUDGED = [judged for judged, _ in CASES]


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

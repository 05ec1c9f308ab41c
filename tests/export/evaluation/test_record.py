import json

from tests.export.evaluation.values import BINS, COMMENTS, evaluation
from voc.domain.measures import Measure
from voc.export.evaluation import evaluation_record


def test_an_evaluation_is_one_object_with_the_plain_measures_first() -> None:
    record = json.loads(json.dumps(evaluation_record({"n": 300, "macro_f1": 0.8064, "ece": None}, evaluation())))
    assert list(record)[:3] == ["n", "macro_f1", "ece"]
    assert (record["macro_f1"], record["calls"], record["seen_in_training"]) == (0.8064, 40, None)
    assert set(record["figures"]) == set(Measure)
    assert record["figures"]["macro_f1"] == {"value": 0.8064, "n": 229, "interval": [0.7375, 0.8621]}
    assert record["figures"]["high_moment_hit"] == {"value": None, "n": 0, "interval": None}


def test_tables_and_curves_are_lists() -> None:
    record = json.loads(json.dumps(evaluation_record({}, evaluation())))
    assert [row["code"] for row in record["by_cause"]] == ["person", "product", "rule"]
    assert record["by_factor"][0]["precision"] == {"value": 0.9, "n": 30, "interval": [0.75, 0.96]}
    assert record["confusion"] == {
        "labels": ["content", "rule", "person+product"],
        "counts": [[60, 1, 0], [4, 20, 0], [0, 0, 7]],
    }
    assert list(record["reliability"]) == ["all", "person", "product", "rule"]
    assert record["reliability"]["all"][0]["stated"] == BINS[0].stated
    assert record["coverage_risk"][-1] == [0.5, 1.0, 0.1]
    assert record["abstained"][0] == {"reason": None, "n": 270, "wrong": 30}
    assert record["abstained"][1]["reason"] == "conflict"
    assert record["phases"]["labels"] == ["greeting", "none"]


def test_what_was_not_labelled_is_null() -> None:
    record = evaluation_record({}, evaluation(**COMMENTS))
    assert record["phases"] is record["ends"] is record["turned_by"] is None

from tests.nlp.evaluation.cases import BOTH, CASES, CONTENT, by_name, judged
from voc.domain.evaluation import Figure
from voc.domain.measures import Measure
from voc.domain.numbers import wilson_interval
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation.causes import (
    ANSWERS,
    answers_confusion,
    cause_pairs,
    class_score,
    confusion,
    verdict_statistics,
)

ALL = [judged for judged, _ in CASES]


def test_there_is_an_answer_for_every_set_of_causes() -> None:
    assert len(ANSWERS) == len(set(ANSWERS)) == 2 + 7
    assert ANSWERS[:3] == ("content", "unspecified", "person")


def test_the_confusion_counts_sets_of_causes() -> None:
    found = answers_confusion(ALL)
    table = dict(zip(found.labels, found.counts, strict=True))
    assert found.labels == ("content", "unspecified", "person", "product", "rule", "person+product", "product+rule")
    assert dict(zip(found.labels, table["rule"], strict=True)) == {
        "content": 1,
        "unspecified": 0,
        "person": 0,
        "product": 0,
        "rule": 2,
        "person+product": 0,
        "product+rule": 1,
    }
    assert table["content"] == (1, 0, 1, 0, 0, 0, 0)
    assert table["unspecified"] == (0, 1, 0, 0, 0, 0, 0)


def test_a_confusion_holds_only_what_occurs() -> None:
    found = confusion([("a", "b")], ("c", "b", "a"))
    assert (found.labels, found.counts, found.total, found.agreed) == (("b", "a"), ((0, 0), (1, 0)), 1, 0)


def test_precision_and_recall_of_a_cause() -> None:
    pairs = [(True, True), (True, False), (True, False), (False, True)]
    row = class_score("rule", pairs, Figure(0.4, 4), support=3)
    assert (row.support, row.found, row.f1) == (3, 2, Figure(0.4, 4))
    assert row.precision == Figure(0.5, 2, wilson_interval(1, 2))
    assert row.recall == Figure(0.3333, 3, wilson_interval(1, 3))


def test_a_cause_never_found_has_no_precision() -> None:
    row = class_score("rule", [(True, False)], Figure(0.0, 1), support=1)
    assert (row.precision, row.recall.value) == (Figure(None, 0), 0.0)


def test_a_complaint_without_a_reason_is_a_kind_of_answer() -> None:
    unspecified = by_name("unspecified")
    statistics = verdict_statistics([unspecified, by_name("right"), judged("unspecified", CONTENT)])
    assert statistics[Measure.UNSPECIFIED_F1].value(3) == 2 / 3
    assert statistics[Measure.UNSPECIFIED_F1].n == 2


def test_a_primary_cause_is_asked_for_only_where_one_is_labelled() -> None:
    statistics = verdict_statistics(ALL)
    assert statistics[Measure.PRIMARY_ACCURACY].n == sum(bool(j.gold.primary) for j in ALL) == 7
    assert cause_pairs([by_name("one of both, waiting")], Cause.PERSON) == [(True, False)]
    assert verdict_statistics([judged("one of both, waiting", BOTH)])[Measure.PERSON].value(1) == 0.0

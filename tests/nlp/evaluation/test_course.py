from typing import Any

import pytest

from tests.nlp.evaluation.cases import ANSWERING, CLOSING, GREETING, PHASES, RULE_CALL, by_name, judged, moments
from voc.domain.measures import Measure
from voc.domain.moments import Moment, MomentKind, TurnedBy
from voc.nlp.evaluation.course import course_statistics, end_confusion, is_call, phase_confusion, turned_confusion
from voc.nlp.evaluation.judged import Judged


def measured(case: Judged, measure: Measure) -> tuple[int, float]:
    statistic = course_statistics([case])[measure]
    return statistic.n, statistic.value(1)


def call(gold: dict[str, Any] | None = None, **columns: Any) -> Judged:
    return judged("right", RULE_CALL | (gold or {}), **columns)


def at(kind: MomentKind, utterance: int, valence: float = -0.7, turned_by: TurnedBy | None = None) -> Moment:
    return Moment(kind, utterance, ANSWERING, valence, turned_by)


@pytest.mark.parametrize(("utterance", "hit"), [(1, 0.0), (2, 1.0), (3, 1.0), (4, 1.0)])
def test_the_worst_moment_may_stand_one_utterance_off(utterance: int, hit: float) -> None:
    assert measured(call(moments=(at(MomentKind.PEAK, utterance),)), Measure.LOW_MOMENT_HIT) == (1, hit)


def test_a_worst_moment_that_is_not_given_is_missed() -> None:
    assert measured(call(moments=()), Measure.LOW_MOMENT_HIT) == (1, 0.0)


@pytest.mark.parametrize(("peak", "right"), [(None, 1.0), (3, 0.0)])
def test_a_call_without_a_worst_moment_should_be_given_none(peak: int | None, right: float) -> None:
    calm = call({"low_turns": []}, moments=moments(peak, 0.2))
    assert measured(calm, Measure.NO_LOW_MOMENT) == (1, right)
    assert measured(calm, Measure.LOW_MOMENT_HIT)[0] == 0
    assert measured(call(), Measure.NO_LOW_MOMENT)[0] == 0


def test_the_best_moment_counts_where_it_was_labelled() -> None:
    found = (at(MomentKind.HIGH, 3, 0.6),)
    assert measured(call({"high_turns": [4]}, moments=found), Measure.HIGH_MOMENT_HIT) == (1, 1.0)
    assert measured(call({"high_turns": [1]}, moments=found), Measure.HIGH_MOMENT_HIT) == (1, 0.0)
    assert measured(call(moments=found), Measure.HIGH_MOMENT_HIT)[0] == 0


@pytest.mark.parametrize(
    ("valence", "sign"), [(-0.16, "negative"), (-0.15, "neutral"), (0.15, "neutral"), (0.16, "positive")]
)
def test_the_end_is_compared_by_its_sign(valence: float, sign: str) -> None:
    assert measured(call({"end": sign}, moments=moments(None, valence)), Measure.END_ACCURACY) == (1, 1.0)
    assert measured(call({"end": sign}, moments=()), Measure.END_ACCURACY) == (1, 0.0)


def test_an_end_that_was_not_labelled_is_no_case() -> None:
    unlabelled = call({"end": None}, moments=moments(None, 0.5))
    assert measured(unlabelled, Measure.END_ACCURACY)[0] == 0
    assert end_confusion([unlabelled]) is None


def test_phases_are_compared_utterance_by_utterance() -> None:
    short = call(phases=(GREETING, CLOSING))
    assert measured(short, Measure.PHASE_ACCURACY) == (5, 0.2)
    assert measured(call(phases=(*PHASES, CLOSING)), Measure.PHASE_ACCURACY) == (5, 1.0)
    found = phase_confusion([short])
    assert found is not None
    assert found.labels == ("greeting", "understanding", "answering", "closing", "none")
    assert found.counts[2] == (0, 0, 0, 0, 2)


@pytest.mark.parametrize(
    ("label", "found", "right"),
    [("fault", TurnedBy.FAULT, 1.0), ("fault", None, 0.0), (None, None, 1.0), (None, TurnedBy.HOLD, 0.0)],
)
def test_what_feeling_was_turned_by_is_that_of_the_worst_moment(
    label: str | None, found: TurnedBy | None, right: float
) -> None:
    case = call({"turned_by": label}, moments=(at(MomentKind.PEAK, 3, turned_by=found),))
    assert measured(case, Measure.TURNED_BY_ACCURACY) == (1, right)
    table = turned_confusion([case])
    assert table is not None
    assert (table.total, table.agreed) == (1, right)


def test_a_call_without_a_worst_moment_was_not_turned() -> None:
    assert measured(call({"turned_by": None}, moments=()), Measure.TURNED_BY_ACCURACY) == (1, 1.0)


def test_resolved_is_compared_where_both_say_so() -> None:
    assert measured(call(resolved=False), Measure.RESOLVED_ACCURACY) == (1, 1.0)
    assert measured(call(resolved=True), Measure.RESOLVED_ACCURACY) == (1, 0.0)
    assert measured(call(resolved=None), Measure.RESOLVED_ACCURACY)[0] == 0
    assert measured(call(resolved=None), Measure.RESOLVED_ANSWERED) == (1, 0.0)
    assert measured(call({"resolved": None}, resolved=True), Measure.RESOLVED_ANSWERED)[0] == 0
    assert measured(call({"resolved": None}, resolved=True), Measure.RESOLVED_ACCURACY)[0] == 0


def test_a_repeated_contact_counts_where_it_was_labelled() -> None:
    again = call({"repeat_contact": True}, repeat_contact=True)
    assert measured(again, Measure.REPEAT_CONTACT_ACCURACY) == measured(again, Measure.REPEAT_CONTACT_F1) == (1, 1.0)
    first = call({"repeat_contact": False}, repeat_contact=False)
    assert measured(first, Measure.REPEAT_CONTACT_ACCURACY) == (1, 1.0)
    assert measured(first, Measure.REPEAT_CONTACT_F1)[0] == 0
    assert measured(call(), Measure.REPEAT_CONTACT_ACCURACY)[0] == 0


def test_alarms_are_counted_on_content_calls_only() -> None:
    assert measured(by_name("false alarm"), Measure.FALSE_ALARM_ON_CONTENT_CALLS) == (1, 1.0)
    assert measured(by_name("content"), Measure.FALSE_ALARM_ON_CONTENT_CALLS) == (1, 0.0)
    assert measured(by_name("right"), Measure.FALSE_ALARM_ON_CONTENT_CALLS)[0] == 0


def test_a_comment_is_no_call() -> None:
    comment = by_name("both")
    assert not is_call(comment)
    assert all(s.n == 0 for s in course_statistics([comment]).values())
    assert phase_confusion([comment]) is end_confusion([comment]) is turned_confusion([comment]) is None


def test_ends_that_are_not_given_stand_in_their_own_column() -> None:
    found = end_confusion([call({"end": "negative"}, moments=()), call({"end": "negative"}, moments=moments(3, -0.5))])
    assert found is not None
    assert (found.labels, found.counts) == (("negative", "none"), ((1, 1), (0, 0)))

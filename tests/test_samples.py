"""What the samples in data/samples promise, by their own labels."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from voc.domain.attribution import Kind
from voc.domain.business_object import BusinessObjectTable
from voc.domain.conversation import Conversation
from voc.domain.numbers import difference_interval
from voc.domain.report import DepartmentMap
from voc.domain.review import Finding
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause, Taxonomy, cause_of
from voc.domain.week import Week
from voc.ingest import Read, read_records
from voc.nlp.gold import Gold
from voc.settings import shipped

FOLDER = shipped("samples")
FILES = ("calls.jsonl", "call_surveys.jsonl", "comments.jsonl", "scores.csv")
SHANGHAI = ZoneInfo("Asia/Shanghai")
RUN = 12
WEEKS = 10
GROWS_FROM, ENDS_AFTER = 8, 5
# The two cases that the program exists for.
THREE_CALLS, RESERVED_NUMBER = "EB-01", "OP-01"


@dataclass(frozen=True, slots=True)
class Sample:
    """One record with its labels, those as they stand in the file too."""

    record: Conversation | SurveyResponse
    gold: Gold | None
    labels: dict[str, Any]

    @property
    def at(self) -> datetime:
        at = self.record.started_at if isinstance(self.record, Conversation) else self.record.answered_at
        assert at is not None
        return at

    @property
    def week(self) -> Week:
        return Week.of(self.at, SHANGHAI)

    @property
    def texts(self) -> dict[int | None, str]:
        """Every text by the number of its utterance, None for the comment."""
        if isinstance(self.record, SurveyResponse):
            return {None: self.record.comment}
        spoken: dict[int | None, str] = {i: u.text for i, u in enumerate(self.record.utterances)}
        return spoken | ({} if self.record.survey is None else {None: self.record.survey.comment})


@cache
def samples() -> tuple[Sample, ...]:
    found = []
    for name in FILES:
        for row in read_records(FOLDER / name, zone=SHANGHAI):
            assert isinstance(row, Read), row
            labels = dict(row.gold or {})
            found.append(Sample(row.record, Gold.parse(labels) if labels else None, labels))
    return tuple(found)


def labelled() -> list[tuple[Sample, Gold]]:
    return [(sample, sample.gold) for sample in samples() if sample.gold is not None]


def conversations() -> list[Sample]:
    return [sample for sample in samples() if isinstance(sample.record, Conversation)]


def surveys_of(id: str) -> list[SurveyResponse]:
    """Those inside a call and those that name it."""
    records = [sample.record for sample in samples()]
    inside = [r.survey for r in records if isinstance(r, Conversation) and r.id == id and r.survey is not None]
    return inside + [r for r in records if isinstance(r, SurveyResponse) and r.conversation_id == id]


def silent() -> list[Sample]:
    """Dissatisfied calls in which nobody says so."""
    return [
        sample
        for sample, gold in labelled()
        if isinstance(sample.record, Conversation)
        and gold.dissatisfied
        and not gold.low_turns
        and set(sample.labels.get("basis", {}).values()) <= {"inferred"}
    ]


def test_there_are_calls_comments_and_bare_scores_enough() -> None:
    surveys = [sample.record for sample in samples() if isinstance(sample.record, SurveyResponse)]
    assert len(conversations()) >= 60
    assert sum(bool(survey.comment.strip()) for survey in surveys) >= 400
    bare = [survey for survey in surveys if not survey.comment.strip()]
    assert len(bare) >= 2000
    assert any(not survey.answered for survey in bare)
    assert any(survey.scale.worst > survey.scale.best for survey in bare)


def test_every_number_occurs_once() -> None:
    counts = Counter(sample.record.id for sample in samples())
    assert [id for id, count in counts.items() if count > 1] == []


def test_they_come_from_ten_weeks_in_a_row_each_with_calls_and_comments() -> None:
    weeks = sorted({sample.week for sample in samples()})
    assert len(weeks) == WEEKS
    assert all(later == earlier.shifted(1) for earlier, later in pairwise(weeks))
    for kind in (Conversation, SurveyResponse):
        assert {sample.week for sample, _ in labelled() if isinstance(sample.record, kind)} == set(weeks)


def test_every_labelled_word_stands_where_the_label_says() -> None:
    wrong = [
        (sample.record.id, at)
        for sample, gold in labelled()
        for spans in gold.evidence.values()
        for at, words in spans
        if not words or words not in sample.texts.get(at, "")
    ]
    assert wrong == []


def test_every_label_is_one_of_the_codebook(taxonomy: Taxonomy, business_objects: BusinessObjectTable) -> None:
    known = {factor.code for factor in taxonomy.factors}
    for sample, gold in labelled():
        assert gold.factors <= known, sample.record.id
        assert {cause_of(factor) for factor in gold.factors} == gold.causes, sample.record.id
        assert (gold.primary is None) is (not gold.causes), sample.record.id
        assert set(gold.evidence) == gold.causes, sample.record.id
        named = {claim.business_object for claim in gold.claims} - {None}
        assert named <= set(business_objects.by_name), sample.record.id
    assert {factor for _, gold in labelled() for factor in gold.factors} >= known - {"person.selling"}


def test_no_two_records_share_a_run_of_characters() -> None:
    owners: dict[str, str] = {}
    shared = set()
    for sample in samples():
        for text in sample.texts.values():
            for start in range(len(text) - RUN + 1):
                run = text[start : start + RUN]
                if owners.setdefault(run, sample.record.id) != sample.record.id:
                    shared.add((owners[run], sample.record.id))
    assert shared == set()


def _by_id(id: str) -> tuple[Sample, Gold]:
    return next((sample, gold) for sample, gold in labelled() if sample.record.id == id)


def test_a_fault_was_solved_at_the_third_call_and_the_answer_is_dissatisfied_all_the_same() -> None:
    sample, gold = _by_id(THREE_CALLS)
    assert (gold.dissatisfied, gold.resolved, gold.repeat_contact) == (True, True, True)
    assert gold.causes == {Cause.PRODUCT}
    assert sample.labels["basis"] == {"product": "inferred"}
    assert "第三次" in "".join(sample.texts.values())
    assert [(s.satisfaction, s.comment) for s in surveys_of(THREE_CALLS)] == [(0.0, "")]


def test_a_rule_was_told_kindly_and_the_answer_is_dissatisfied_all_the_same() -> None:
    sample, gold = _by_id(RESERVED_NUMBER)
    assert (gold.dissatisfied, gold.resolved) == (True, False)
    assert gold.factors == {"rule.channel"}
    assert sample.labels["basis"] == {"rule": "inferred"}
    assert "网点" in "".join(sample.texts.values())
    assert [(s.satisfaction, s.comment) for s in surveys_of(RESERVED_NUMBER)] == [(0.0, "")]


def test_twenty_more_are_dissatisfied_and_do_not_say_so() -> None:
    others = [sample for sample in silent() if sample.record.id not in (THREE_CALLS, RESERVED_NUMBER)]
    assert len(others) >= 20
    assert len({cause for sample in others for cause in sample.labels["causes"]}) == 3
    for sample in others:
        scores = [s.satisfaction for s in surveys_of(sample.record.id) if s.satisfaction is not None]
        assert min(scores) < 0.5, sample.record.id


def _weekly() -> tuple[list[int], dict[tuple[str, str | None], list[int]]]:
    """Labelled contacts in each week, and those with each point."""
    weeks = sorted({sample.week for sample, _ in labelled()})
    totals = [0] * len(weeks)
    points: dict[tuple[str, str | None], list[int]] = defaultdict(lambda: [0] * len(weeks))
    for sample, gold in labelled():
        at = weeks.index(sample.week)
        totals[at] += 1
        for point in {(claim.factor, claim.business_object) for claim in gold.claims}:
            points[point][at] += 1
    return totals, dict(points)


def _change(counts: list[int], totals: list[int], *, at: int) -> tuple[float, float]:
    """Interval of the share from week `at` (counted from 0) on less that of the weeks before."""
    return difference_interval(sum(counts[at:]), sum(totals[at:]), sum(counts[:at]), sum(totals[:at]))


def test_one_point_grows_in_the_eighth_week() -> None:
    totals, points = _weekly()
    at = GROWS_FROM - 1
    growing = [p for p, counts in points.items() if _change(counts, totals, at=at)[0] > 0 and sum(counts[at:]) >= 10]
    assert len(growing) == 1
    counts = points[growing[0]]
    assert min(counts[at:]) > max(counts[:at])


def test_one_point_ends_after_the_fifth_week() -> None:
    totals, points = _weekly()
    ended = [p for p, n in points.items() if _change(n, totals, at=ENDS_AFTER)[1] < 0 and sum(n[ENDS_AFTER:]) == 0]
    assert len(ended) == 1
    assert min(points[ended[0]][:ENDS_AFTER]) > 0


def _departments(sample: Sample, gold: Gold, table: DepartmentMap, objects: BusinessObjectTable) -> Iterable[str]:
    findings: list[Finding | None] = [
        Finding(cause_of(c.factor), c.factor, Kind(c.kind), c.business_object) for c in gold.claims
    ]
    for finding in findings or [None]:
        yield from table.shares(finding, sample.record.queue, objects)


def test_four_departments_have_contacts(business_objects: BusinessObjectTable) -> None:
    table = DepartmentMap.parse((FOLDER / "departments.toml").read_text("utf8"))
    counts = Counter(
        name for sample, gold in labelled() for name in set(_departments(sample, gold, table, business_objects))
    )
    assert set(counts) == {"信用卡中心", "电子银行部", "个人金融部", "运营管理部"}
    assert min(counts.values()) >= 50


def test_labels_are_not_read_as_part_of_a_record() -> None:
    first = json.loads(Path(FOLDER / "comments.jsonl").read_text("utf8").partition("\n")[0])
    assert "gold" in first
    assert all("gold" not in sample.record.metadata for sample in samples())


def test_satisfied_calls_and_both_scripts_are_among_them() -> None:
    assert sum(not gold.dissatisfied for sample, gold in labelled() if isinstance(sample.record, Conversation)) >= 10
    traditional = set("這個說會時為麼還國過們電話錢銀號")
    written = [sample for sample, _ in labelled() if len(traditional & set("".join(sample.texts.values()))) >= 3]
    assert len(written) >= 5

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.inputs import answer, numbered, write
from tests.services.stores import renamed
from tests.services.workplaces import LEASE, Yard
from voc.domain.attribution import Analysis
from voc.domain.contact import Contact
from voc.domain.difference import Aspect, summarized
from voc.domain.job import Job, JobState
from voc.domain.job_work import ReanalysisOrder, ReanalysisResult
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services import reanalysis_jobs
from voc.services.jobs import outputs
from voc.services.showing import show
from voc.storage.tables import AnalysisRow


class Deaf(OneByOne):
    """Takes everybody for content."""

    def analyze(self, contacts: Iterator[Contact], *, mask: bool) -> Iterator[Analysis]:  # type: ignore[override]
        for analysis in super().analyze(contacts, mask=mask):
            yield replace(analysis, dissatisfied=False, attributions=(), primary=None, abstain_reason=None)


@pytest.fixture
def filled(yard: Yard, tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> Yard:
    """Eight analysed contacts, two of them content, and then another version that finds all content."""
    monkeypatch.setattr(reanalysis_jobs, "CHUNK", 3)
    yard.queue_import(write(tmp_path / "a.jsonl", *numbered(8)), "J-0")
    yard.done("J-0")
    yard.engine = Deaf(replace(analyzer, version=replace(analyzer.version, model="deaf")))
    return yard


def result(job: Job) -> ReanalysisResult:
    assert job.state is JobState.DONE, job.error
    assert isinstance(job.result, ReanalysisResult)
    return job.result


def model_of(yard: Yard, id: str = "N-00000") -> str:
    with yard.work() as session:
        analysis = show(session, id).analysis
    assert analysis is not None
    return analysis.version.model


def analyses(yard: Yard) -> int:
    with yard.work() as session:
        return session.scalar(select(func.count()).select_from(AnalysisRow)) or 0


def listed(yard: Yard, job: Job) -> list[dict[str, str]]:
    with yard.work() as session:
        (file,) = outputs(session, job, yard.folder)
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_another_version_would_change_is_counted_and_listed_and_changes_nothing(filled: Yard) -> None:
    before = model_of(filled)
    filled.queue(ReanalysisOrder("deaf", "/规则"))
    job = filled.done()
    found = result(job)
    assert filled.opened[-1] == ("deaf", "/规则")
    assert (found.analysed_count, found.adopted, found.version.split("/")[1]) == (8, False, "deaf")
    assert (found.difference.compared_count, found.difference.changed_count) == (8, 6)
    assert dict(found.difference.aspects)[Aspect.DISSATISFIED] == 6
    assert all(code.gained_count == 0 < code.lost_count for code in found.difference.codes)
    rows = listed(filled, job)
    assert [row["编号"] for row in rows] == [f"N-{n:05}" for n in range(8) if n % 4 != 3]
    assert {(row["不满（前）"], row["不满（后）"]) for row in rows} == {("是", "否")}
    assert (job.done_count, model_of(filled)) == (8, before)


def test_an_adopted_version_counts_from_the_end_of_its_job(filled: Yard) -> None:
    before = model_of(filled)
    filled.queue(ReanalysisOrder(adopt=True))
    for _ in filled.steps():
        assert model_of(filled) == before
    assert result(filled.job()).adopted
    assert result(filled.job()).difference.changed_count == 6
    assert model_of(filled) == "deaf"


@pytest.mark.parametrize("alive", range(6))
def test_whatever_step_a_worker_dies_after_the_report_is_the_same(filled: Yard, alive: int) -> None:
    filled.queue(ReanalysisOrder())
    running = filled.steps()
    for _ in range(alive):
        next(running)
    running.close()
    filled.now += LEASE
    job = filled.done()
    assert result(job).analysed_count == 8
    assert result(job).difference.changed_count == 6
    assert len(listed(filled, job)) == 6
    assert analyses(filled) == 16


def test_contacts_that_come_meanwhile_are_analysed_too(filled: Yard, tmp_path: Path, analyzer: Analyzer) -> None:
    filled.queue(ReanalysisOrder())
    running = filled.steps()
    next(running)
    deaf, filled.engine = filled.engine, OneByOne(analyzer)
    filled.queue_import(write(tmp_path / "b.jsonl", answer("S-9")), "J-9")
    filled.done("J-9")
    filled.engine = deaf
    for _ in running:
        pass
    assert result(filled.job()).difference.compared_count == 9
    assert filled.job().share == 1.0


def test_the_version_in_use_changes_nothing(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", *numbered(2)), "J-0")
    yard.queue(ReanalysisOrder())
    found = result(yard.done())
    assert found.analysed_count == 0
    assert found.difference == summarized([]).plus(replace(summarized([]), compared_count=2))


def test_an_empty_database_gives_an_empty_report(yard: Yard, analyzer: Analyzer) -> None:
    yard.engine = renamed(analyzer, "m2")
    yard.queue(ReanalysisOrder(adopt=True))
    assert result(yard.done()).difference == summarized([])

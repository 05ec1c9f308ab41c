import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.inputs import numbered, write
from tests.job_builders import NOW
from tests.services.test_reanalysis_jobs import Deaf, analyses, model_of
from tests.services.workplaces import LEASE, Yard
from voc.domain.difference import Aspect
from voc.domain.job import Job, JobState
from voc.domain.job_work import DifferenceOrder, DifferenceResult
from voc.domain.reviewing.changes import TellDissatisfied
from voc.domain.reviewing.comparing import Disputed
from voc.errors import NotFoundError
from voc.nlp.analyzer import Analyzer
from voc.services import model_difference
from voc.services.jobs import outputs
from voc.services.model_difference import NO_DIFFERENCE, last_report
from voc.services.reviews import answering
from voc.storage.contacts import Contacts, StoredContact


@pytest.fixture
def filled(yard: Yard, tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> Yard:
    """Eight analysed contacts, two of them content; the candidate finds all content."""
    monkeypatch.setattr(model_difference, "CHUNK", 3)
    yard.queue_import(write(tmp_path / "a.jsonl", *numbered(8)), "J-0")
    yard.done("J-0")
    yard.engine = Deaf(replace(analyzer, version=replace(analyzer.version, model="deaf")))
    return yard


def result(job: Job) -> DifferenceResult:
    assert job.state is JobState.DONE, job.error
    assert isinstance(job.result, DifferenceResult)
    return job.result


def judged(yard: Yard, id: str, *, dissatisfied: bool) -> None:
    """A person's answer about one contact."""
    ids = iter(("R", "x"))
    with yard.work() as session:
        stored = Contacts(session).find(id)
        assert isinstance(stored, StoredContact)
        new_id = lambda: f"{next(ids)}-{id}"  # noqa: E731
        draft = answering.begin_direct(session, stored.key, who="王检", at=NOW, new_id=new_id)
        answering.change(session, draft.id, TellDissatisfied(dissatisfied), who="王检", at=NOW)
        answering.submit(session, draft.id, who="王检", at=NOW, new_id=new_id)


def test_what_a_model_would_change_is_counted_and_listed_and_nothing_is_stored(filled: Yard) -> None:
    before, stored = model_of(filled), analyses(filled)
    filled.queue(DifferenceOrder("deaf"))
    job = filled.done()
    found = result(job)
    assert filled.opened[-1] == ("deaf", None)
    assert found.version.split("/")[1] == "deaf"
    assert (found.difference.compared_count, found.difference.changed_count) == (8, 6)
    assert dict(found.difference.aspects)[Aspect.DISSATISFIED] == 6
    assert found.agreement == NO_DIFFERENCE.agreement
    with filled.work() as session:
        (file,) = outputs(session, job, filled.folder)
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        assert [row["编号"] for row in csv.DictReader(stream)] == [f"N-{n:05}" for n in range(8) if n % 4 != 3]
    assert (model_of(filled), analyses(filled), job.share) == (before, stored, 1.0)


def test_people_say_whether_it_would_be_better(filled: Yard) -> None:
    # The first is dissatisfied to the model in use and content to the candidate, the fourth content to both.
    judged(filled, "N-00000", dissatisfied=False)
    judged(filled, "N-00003", dissatisfied=False)
    filled.queue(DifferenceOrder("deaf"))
    agreement = {one.question: one for one in result(filled.done()).agreement}
    satisfied = agreement[Disputed.DISSATISFIED]
    assert (satisfied.judged_count, satisfied.both_count, satisfied.after_count) == (2, 1, 1)
    assert satisfied.gap == 0.5


@pytest.mark.parametrize("alive", range(4))
def test_whatever_step_a_worker_dies_after_the_report_is_the_same(filled: Yard, alive: int) -> None:
    filled.queue(DifferenceOrder("deaf"))
    running = filled.steps()
    for _ in range(alive):
        next(running)
    running.close()
    filled.now += LEASE
    assert result(filled.done()).difference.changed_count == 6


def test_an_empty_database_gives_an_empty_report(yard: Yard) -> None:
    yard.queue(DifferenceOrder("deaf"))
    found = result(yard.done())
    assert (found.difference, found.agreement) == (NO_DIFFERENCE.summary, NO_DIFFERENCE.agreement)


def test_the_last_report_on_a_model_is_found(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_difference, "_PAGE", 1)
    for number, model in enumerate("aabb"):
        yard.queue(DifferenceOrder(model), f"J-{number}")
    yard.done("J-0")
    yard.queue(DifferenceOrder("a"), "J-9")
    with yard.work() as session:
        assert last_report(session, "a").id == "J-1"
        with pytest.raises(NotFoundError, match="还没有差异报告"):
            last_report(session, "c")

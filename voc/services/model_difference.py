"""What another model would change: every contact analysed beside what counts, and nothing stored."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.domain.difference import Compared, DifferenceSummary, summarized
from voc.domain.job import Job, JobState, Lease
from voc.domain.job_work import DifferenceOrder, DifferenceResult, JobKind
from voc.domain.paired import NOBODY_JUDGED, PairedAgreement, agreement_change
from voc.engines.local import Engine
from voc.errors import NotFoundError
from voc.export.atomic import replace_file
from voc.export.differences import difference_line, difference_titles
from voc.services.importing import UnitOfWork
from voc.services.jobs import DIFFERENCE
from voc.services.running import CHUNK, Workplace
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.differences import analysed_after, count_analysed
from voc.storage.jobs import JobFilter, Jobs
from voc.storage.reviews import Reviews

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Part:
    """Some contacts compared, and what people say of those that they judged."""

    pairs: tuple[Compared, ...]
    agreement: tuple[PairedAgreement, ...]

    @property
    def lines(self) -> Iterator[bytes]:
        """A line of the table for each contact that would change."""
        return (difference_line(pair) for pair in self.pairs if pair.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """What would change, in numbers."""

    summary: DifferenceSummary
    agreement: tuple[PairedAgreement, ...]

    def plus(self, part: Part) -> "Difference":
        summed = zip(self.agreement, part.agreement, strict=True)
        return Difference(
            self.summary.plus(summarized(part.pairs)), tuple(whole.plus(other) for whole, other in summed)
        )


NO_DIFFERENCE = Difference(summarized([]), NOBODY_JUDGED)


def parts_of_difference(look: UnitOfWork, engine: Engine) -> Iterator[Part]:
    """Every contact for which an analysis counts, by key, some at a time."""
    after = 0
    while True:
        with look() as session:
            keys = analysed_after(session, after_key=after, limit=CHUNK)
            stored = Contacts(session).load(keys)
            before = Analyses(session).verdicts(keys)
            reviews = {key: one.review() for key, one in Reviews(session).counting(keys).items()}
        if not keys:
            return
        analyses = engine.analyze((one.contact for one in stored), mask=False)
        found = {one.key: analysis for one, analysis in zip(stored, analyses, strict=True)}
        pairs = tuple(Compared(one.source, before[one.key], found[one.key]) for one in stored)
        yield Part(pairs, agreement_change((before[key], found[key], review) for key, review in reviews.items()))
        after = keys[-1]


@dataclass(frozen=True, slots=True)
class DifferenceRunner:
    """Writes the report of a job; one that is taken up again begins anew, as nothing was stored."""

    workplace: Workplace

    def __call__(self, job: Job, lease: Lease) -> Generator[None, None, None]:
        order = job.order
        assert isinstance(order, DifferenceOrder)
        with self.workplace.look() as session:
            total = count_analysed(session)
        with self.workplace.open_engine(order.model, None) as engine:
            difference, done = NO_DIFFERENCE, 0
            with replace_file(self.workplace.place_of(job) / DIFFERENCE, mode=0o600) as listed:
                listed.write(difference_titles())
                for part in parts_of_difference(self.workplace.look, engine):
                    difference, done = difference.plus(part), done + len(part.pairs)
                    listed.writelines(part.lines)
                    self._tell(lease, done, total)
                    yield
            result = DifferenceResult(str(engine.version), difference.summary, difference.agreement)
        with self.workplace.unit_of_work() as session:
            Jobs(session).finish(lease, result, at=self.workplace.clock())

    def _tell(self, lease: Lease, done: int, total: int) -> None:
        with self.workplace.unit_of_work() as session:
            share = min(1.0, done / max(1, total))
            Jobs(session).progress(lease, done, until=self.workplace.until(), share=share)


def last_report(session: Session, model_id: str) -> Job:
    """The last finished report on a model; NotFoundError where there is none."""
    jobs, wanted, before = Jobs(session), JobFilter(kind=JobKind.DIFFERENCE, state=JobState.DONE), None
    while page := jobs.list(wanted, before_id=before, limit=_PAGE):
        for job in page:
            if job.order == DifferenceOrder(model_id):
                return job
        before = page[-1].id
    raise NotFoundError(f"模型 {model_id} 还没有差异报告")

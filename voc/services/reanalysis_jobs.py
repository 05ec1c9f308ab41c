"""Re-analyses as jobs: every contact by another model or other rules, and what that would change.

The new analyses lie beside those that count; only an order that says so makes them count, all at once at the end.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from voc.domain.difference import Compared, DifferenceSummary, summarized
from voc.domain.job import Job, Lease
from voc.domain.job_work import ReanalysisOrder, ReanalysisResult
from voc.engines.local import Engine
from voc.export.atomic import replace_file
from voc.export.differences import difference_line, difference_titles
from voc.services.jobs import DIFFERENCE
from voc.services.running import CHUNK, Workplace
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts, StoredContact
from voc.storage.differences import compared_after
from voc.storage.jobs import Jobs


@dataclass(frozen=True, slots=True)
class ReanalysisRunner:
    workplace: Workplace

    def __call__(self, job: Job, lease: Lease) -> Generator[None, None, None]:
        order = job.order
        assert isinstance(order, ReanalysisOrder)
        with self.workplace.open_engine(order.model, order.rules) as engine:
            done = yield from self._analysed(engine, job, lease)
            difference = yield from self._compared(engine, job)
            result = ReanalysisResult(str(engine.version), done, order.adopt, difference)
            with self.workplace.unit_of_work() as session:
                if order.adopt:
                    Analyses(session).make_current(engine.version)
                Jobs(session).finish(lease, result, at=self.workplace.clock())

    def _analysed(self, engine: Engine, job: Job, lease: Lease) -> Generator[None, None, int]:
        """Everything that this version has not analysed; how many contacts, with those of workers before."""
        done = job.done_count
        with self.workplace.look() as session:
            total = done + Contacts(session).count_unanalysed(engine.version)
        for stored in self._unanalysed(engine):
            analyses = list(engine.analyze((s.contact for s in stored), mask=False))
            done += len(stored)
            with self.workplace.unit_of_work() as session:
                found = [(s.key, s.revision, a) for s, a in zip(stored, analyses, strict=True)]
                Analyses(session).add(found, at=self.workplace.clock())
                until = self.workplace.until()
                Jobs(session).progress(lease, done, until=until, share=min(1.0, done / total))
            yield
        return done

    def _unanalysed(self, engine: Engine) -> Iterator[Sequence[StoredContact]]:
        """Chunks by key, from the start again until there are none: contacts come and change meanwhile."""
        after = 0
        while True:
            with self.workplace.look() as session:
                contacts = Contacts(session)
                keys = contacts.unanalysed(engine.version, after_key=after, limit=CHUNK)
                stored = contacts.load(keys)
            if stored:
                yield stored
            elif not after:
                return
            after = keys[-1] if keys else 0

    def _compared(self, engine: Engine, job: Job) -> Generator[None, None, DifferenceSummary]:
        """The list of what changes, as a file, and its counts."""
        summary = summarized([])
        with replace_file(self.workplace.place_of(job) / DIFFERENCE, mode=0o600) as listed:
            listed.write(difference_titles())
            for pairs in self._pairs(engine):
                summary = summary.plus(summarized(pairs))
                listed.writelines(difference_line(pair) for pair in pairs if pair.changed)
                yield
        return summary

    def _pairs(self, engine: Engine) -> Iterator[tuple[Compared, ...]]:
        after = 0
        while True:
            with self.workplace.look() as session:
                found = compared_after(session, engine.version, after_key=after, limit=CHUNK)
            if not found:
                return
            after = found[-1][0]
            yield tuple(pair for _, pair in found)

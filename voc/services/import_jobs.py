"""Imports as jobs: an uploaded file, a chunk at a time, each exactly once however often the worker is killed.

A chunk is stored in one transaction with the count of records that are behind it and the contacts that want analysing;
their analyses follow in another, so that nobody waits for the analyser to write. Whoever takes the job up reads the
file again from its start, passes over what is counted, and writes the rejects anew. Rows that are set aside or passed
over are steps too: there are files of nothing else.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import BinaryIO

from voc.domain.job import Job, Lease
from voc.domain.job_work import ImportCheckpoint, ImportCounts, ImportOrder, ImportResult
from voc.domain.upload import Upload
from voc.engines.local import Engine
from voc.ingest import ColumnMapping, Read, Rejected, RejectsFile, read_stream
from voc.services.file_share import FileShare
from voc.services.importing import CHUNK_CHARACTERS, Passed, characters_of, chunks, masked_records
from voc.services.jobs import REJECTS
from voc.services.running import CHUNK, Workplace
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts, StoredContact
from voc.storage.jobs import Jobs
from voc.storage.records import Records
from voc.storage.uploads import Uploads

SHOWN_ERRORS = 3


@dataclass(frozen=True, slots=True)
class ImportRunner:
    """Runs imports; `key` hashes records and customer numbers, times without one are read in `zone`."""

    workplace: Workplace
    key: bytes
    zone: tzinfo

    def __call__(self, job: Job, lease: Lease) -> Generator[None, None, None]:
        assert isinstance(job.order, ImportOrder)
        with self.workplace.look() as session:
            upload = Uploads(session).get(job.order.upload_id)
        content, mapping = self.workplace.folder.content(upload), self.workplace.folder.mapping(upload)
        with self.workplace.open_engine(None, None) as engine:
            one = _Import(self, job, lease, upload, job.order.source, engine, job.share)
            with content.open("rb") as stream, content.open("rb") as beside:
                yield from one.steps(stream, mapping, FileShare(stream, beside, byte_count=upload.byte_count))


@dataclass(slots=True)
class _Import:
    """One import under one lease."""

    runner: ImportRunner
    job: Job
    lease: Lease
    upload: Upload
    source: str
    engine: Engine
    share: float | None = None
    rejected_count: int = 0
    line: int = 1

    def steps(self, stream: BinaryIO, mapping: ColumnMapping | None, behind: FileShare) -> Generator[None, None, None]:
        at = yield from self._caught_up(self._start())
        errors: list[str] = []
        with RejectsFile(self.runner.workplace.place_of(self.job) / REJECTS) as set_aside:
            rows = read_stream(stream, self.upload.name, zone=self.runner.zone, mapping=mapping)
            fresh = self._fresh(rows, at.counts.record_count, set_aside, errors)
            for chunk in chunks(fresh, records=CHUNK):
                self.share = behind.before(self.line)
                self.rejected_count = set_aside.count
                at = self._analysed(*self._stored(chunk, at)) if chunk else self._passed(at)
                yield
            rejected = set_aside.count
        with self.runner.workplace.unit_of_work() as session:
            result = ImportResult(at.counts, rejected, tuple(errors))
            Jobs(session).finish(self.lease, result, at=self.runner.workplace.clock())

    def _start(self) -> ImportCheckpoint:
        """Where the worker before was; the beginning for another version of the program, which may read otherwise."""
        code, found = self.engine.version.code, self.job.checkpoint
        if found is None or found.code != code:
            return ImportCheckpoint(code, pending=() if found is None else found.pending)
        return found

    def _caught_up(self, at: ImportCheckpoint) -> Generator[None, None, ImportCheckpoint]:
        """What was stored and not analysed before the worker died."""
        if not at.pending:
            return at
        with self.runner.workplace.look() as session:
            contacts = Contacts(session)
            stored = contacts.load(contacts.live(at.pending))
        at = self._analysed(at, stored)
        yield
        return at

    def _passed(self, at: ImportCheckpoint) -> ImportCheckpoint:
        """Progress only beyond where the job has been: what fails at the same row each time must not seem to go on."""
        if self._done_count(at) > self.job.done_count:
            with self.runner.workplace.unit_of_work() as session:
                self._progress(Jobs(session), at)
        return at

    def _stored(
        self, chunk: Sequence[Read], at: ImportCheckpoint
    ) -> tuple[ImportCheckpoint, tuple[StoredContact, ...]]:
        records = masked_records(chunk, key=self.runner.key)
        with self.runner.workplace.unit_of_work() as session:
            outcome = Records(session).store(self.source, records, at=self.runner.workplace.clock())
            stored = Contacts(session).load(outcome.contact_keys)
            counts = ImportCounts(outcome.new_count, outcome.changed_count, outcome.unchanged_count)
            at = replace(at, counts=at.counts.plus(counts), pending=outcome.contact_keys)
            self._progress(Jobs(session), at)
        return at, stored

    def _analysed(self, at: ImportCheckpoint, stored: Sequence[StoredContact]) -> ImportCheckpoint:
        wanted = [s for s in stored if s.contact.answered]
        analyses = list(self.engine.analyze((s.contact for s in wanted), mask=False))
        at = replace(at, counts=at.counts.plus(ImportCounts(analysed_count=len(wanted))), pending=())
        with self.runner.workplace.unit_of_work() as session:
            found = [(s.key, s.revision, a) for s, a in zip(wanted, analyses, strict=True)]
            Analyses(session).save(found, at=self.runner.workplace.clock())
            self._progress(Jobs(session), at)
        return at

    def _progress(self, jobs: Jobs, at: ImportCheckpoint) -> None:
        until = self.runner.workplace.until()
        jobs.progress(self.lease, self._done_count(at), until=until, share=self.share, checkpoint=at)

    def _done_count(self, at: ImportCheckpoint) -> int:
        """Rows stored or set aside; no fewer than before the job was taken up again."""
        return max(self.job.done_count, at.counts.record_count + self.rejected_count)

    def _fresh(
        self, rows: Iterable[Read | Rejected], counted: int, set_aside: RejectsFile, errors: list[str]
    ) -> Iterator[Read | Passed]:
        """The records after so many that are stored already; every row that is none is set aside, also before."""
        for row in rows:
            self.line = row.error.line if isinstance(row, Rejected) else row.line
            if isinstance(row, Rejected):
                set_aside.write(row)
                errors += [str(row.error)] if len(errors) < SHOWN_ERRORS else []
                # A row too long to be kept took long to read.
                yield Passed(len(row.raw) or CHUNK_CHARACTERS)
            elif counted:
                counted -= 1
                yield Passed(characters_of(row.record))
            else:
                yield row

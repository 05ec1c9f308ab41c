"""A place for jobs to be carried out in tests: a database file, a folder, an engine that is open already."""

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from tests.job_builders import NOW
from tests.services.stores import KEY, SHANGHAI
from voc.domain.job import Job
from voc.domain.job_work import ImportOrder, JobKind, JobOrder
from voc.engines.local import Engine
from voc.nlp.language import shipped_objects, shipped_taxonomy
from voc.services.export_jobs import ExportRunner
from voc.services.import_jobs import ImportRunner
from voc.services.jobs import submit
from voc.services.model_difference import DifferenceRunner
from voc.services.reanalysis_jobs import ReanalysisRunner
from voc.services.running import Workplace
from voc.services.uploads import UploadFolder
from voc.services.worker import Runner, Worker
from voc.settings import shipped
from voc.storage.engine import sessions
from voc.storage.jobs import Jobs

LEASE = timedelta(minutes=1)


@dataclass(slots=True)
class Yard:
    """`now` is what its clock says; `opened` the models and rules that engines were opened with."""

    database: Database
    engine: Engine
    folder: UploadFolder
    now: timedelta = timedelta(0)
    opened: list[tuple[str | None, str | None]] = field(default_factory=list)

    def work(self) -> AbstractContextManager[Session]:
        return sessions(self.database).begin()

    @contextmanager
    def open_engine(self, model: str | None, rules: str | None) -> Iterator[Engine]:
        self.opened.append((model, rules))
        yield self.engine

    @property
    def workplace(self) -> Workplace:
        return Workplace(self.work, self.work, self.open_engine, self.folder, lambda: NOW + self.now, LEASE)

    def worker(self, name: str = "W", **changed: Runner) -> Worker:
        """A worker with the program's runners, but for those `changed` by the name of their kind."""
        place = self.workplace
        departments = shipped("samples") / "departments.toml"
        runners: dict[JobKind, Runner] = {
            JobKind.IMPORT: ImportRunner(place, KEY, SHANGHAI),
            JobKind.REANALYSIS: ReanalysisRunner(place),
            JobKind.EXPORT: ExportRunner(place, departments, shipped_objects(), shipped_taxonomy(), SHANGHAI),
            JobKind.DIFFERENCE: DifferenceRunner(place),
        }
        runners |= {JobKind(kind): runner for kind, runner in changed.items()}
        tidy = lambda: self.folder.tidy(self.work, at=place.clock())  # noqa: E731
        return Worker(name, self.work, runners, place.clock, LEASE, tidy)

    def queue(self, order: JobOrder, id: str = "J-1") -> Job:
        with self.work() as session:
            return submit(session, order, job_id=id, owner_id="U-1", at=NOW)

    def upload(
        self, content: bytes, *, name: str = "通话.jsonl", id: str = "F-1", mapping: bytes | None = None
    ) -> None:
        with self.folder.receiving(id) as incoming:
            incoming.write(content)
            if mapping is not None:
                self.folder.put_mapping(id, mapping)
        with self.work() as session:
            self.folder.registered(session, id, name, owner_id="U-1", byte_count=incoming.byte_count, at=NOW)

    def queue_import(self, path: Path, id: str = "J-1", *, source: str = "default") -> Job:
        self.upload(path.read_bytes(), name=path.name, id=f"F-{id}")
        return self.queue(ImportOrder(f"F-{id}", source), id)

    def steps(self) -> Generator[None, None, None]:
        """The steps of the job that is due, claimed by another worker, which dies when they are closed."""
        with self.work() as session:
            job = Jobs(session).claim("X", at=self.workplace.clock(), until=self.workplace.until())
        assert job is not None
        assert job.lease is not None
        return self.worker().runners[job.kind](job, job.lease)

    def job(self, id: str = "J-1") -> Job:
        with self.work() as session:
            return Jobs(session).get(id)

    def done(self, id: str = "J-1") -> Job:
        """The job after a worker has done all that is due."""
        self.worker().run_until_idle(Event())
        return self.job(id)

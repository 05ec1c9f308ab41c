"""What the runners of jobs share: opening an analysis engine, and the lease under which they store."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from voc.domain.job import Job
from voc.engines.local import Engine
from voc.services.importing import UnitOfWork
from voc.services.uploads import UploadFolder

# Fewer than in an import by hand: between two chunks a worker hears that it should stop or cancel, and on SQLite
# others can write.
CHUNK = 100


class OpenEngine(Protocol):
    """Opens the engine with a model of the registry and a set or folder of rules; None for what is in use."""

    def __call__(self, model: str | None, rules: str | None) -> AbstractContextManager[Engine]: ...


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every runner works with; `unit_of_work` opens sessions that commit, `look` ones that only read."""

    unit_of_work: UnitOfWork
    look: UnitOfWork
    open_engine: OpenEngine
    folder: UploadFolder
    clock: Callable[[], datetime]
    lease_time: timedelta

    def until(self) -> datetime:
        """When the lease ends that is renewed now."""
        return self.clock() + self.lease_time

    def place_of(self, job: Job) -> Path:
        """The folder for what a job writes under its lease; what earlier leases left is removed.

        A worker that only seemed dead may still write, and must not touch what the one after it has written.
        """
        place = self.folder.made(job.id, str(job.claim_count))
        for earlier in place.parent.iterdir():
            if int(earlier.name) < job.claim_count:
                shutil.rmtree(earlier, ignore_errors=True)
        return place

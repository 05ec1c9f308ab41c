"""Weekly workbooks as jobs."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from voc.domain.business_object import BusinessObjectTable
from voc.domain.job import Job, Lease
from voc.domain.job_work import ExportOrder, ExportResult
from voc.domain.taxonomy import Taxonomy
from voc.domain.week import Week
from voc.services.running import Workplace
from voc.services.weekly import build_weekly, export_weekly, latest_version, read_departments
from voc.storage.jobs import Jobs


@dataclass(frozen=True, slots=True)
class ExportRunner:
    """`departments` is the file that says which department answers for what."""

    workplace: Workplace
    departments: Path
    objects: BusinessObjectTable
    taxonomy: Taxonomy
    zone: tzinfo

    def __call__(self, job: Job, lease: Lease) -> Generator[None, None, None]:
        assert isinstance(job.order, ExportOrder)
        departments = read_departments(self.departments)
        with self.workplace.look() as session:
            reports = build_weekly(
                session,
                Week.parse(job.order.week),
                departments=departments,
                objects=self.objects,
                zone=self.zone,
                version=latest_version(session),
            )
        yield
        names: list[str] = []
        for report in reports:
            place = self.workplace.place_of(job)
            paths = export_weekly((report,), place, taxonomy=self.taxonomy, zone=self.zone)
            names += [path.name for path in paths]
            yield
        with self.workplace.unit_of_work() as session:
            Jobs(session).finish(lease, ExportResult(tuple(names)), at=self.workplace.clock())

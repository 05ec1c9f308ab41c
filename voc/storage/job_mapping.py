"""Between rows and the frozen types of the domain: jobs, what they are asked to do and what came out."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from voc.domain.difference import Aspect, CodeChange, DifferenceSummary
from voc.domain.job import Job, JobState, Lease
from voc.domain.job_work import (
    DifferenceOrder,
    DifferenceResult,
    ExportOrder,
    ExportResult,
    ImportCheckpoint,
    ImportCounts,
    ImportOrder,
    ImportResult,
    JobKind,
    JobOrder,
    JobResult,
    ReanalysisOrder,
    ReanalysisResult,
)
from voc.domain.paired import PairedAgreement
from voc.domain.reviewing.comparing import Disputed

_PLAIN = (
    "id",
    "owner_id",
    "created_at",
    "due_at",
    "leased_until",
    "claim_count",
    "attempt_count",
    "cancel_requested",
    "done_count",
    "share",
    "error",
    "started_at",
    "ended_at",
)
_ORDERS: Mapping[JobKind, type[JobOrder]] = {
    JobKind.IMPORT: ImportOrder,
    JobKind.REANALYSIS: ReanalysisOrder,
    JobKind.EXPORT: ExportOrder,
    JobKind.DIFFERENCE: DifferenceOrder,
}

Values = Mapping[str, Any]


def job_values(job: Job) -> dict[str, object]:
    return {name: getattr(job, name) for name in _PLAIN} | {
        "kind": job.kind.value,
        "state": job.state.value,
        "upload_id": job.order.upload_id if isinstance(job.order, ImportOrder) else None,
        "work": asdict(job.order),
        "worker": None if job.lease is None else job.lease.worker,
        "checkpoint": None if job.checkpoint is None else asdict(job.checkpoint),
        "result": None if job.result is None else asdict(job.result),
    }


def job_of(row: sa.Row[Any]) -> Job:
    kind = JobKind(row.kind)
    return Job(
        **{name: getattr(row, name) for name in _PLAIN},
        order=_ORDERS[kind](**row.work),
        state=JobState(row.state),
        lease=None if row.worker is None else Lease(row.id, row.worker, row.claim_count),
        checkpoint=None if row.checkpoint is None else _checkpoint(row.checkpoint),
        result=None if row.result is None else _result(kind, row.result),
    )


def _checkpoint(values: Values) -> ImportCheckpoint:
    return ImportCheckpoint(values["code"], ImportCounts(**values["counts"]), tuple(values["pending"]))


def _result(kind: JobKind, values: Values) -> JobResult:
    match kind:
        case JobKind.IMPORT:
            counts = ImportCounts(**values["counts"])
            return ImportResult(counts, values["rejected_count"], tuple(values["first_errors"]))
        case JobKind.REANALYSIS:
            return ReanalysisResult(**{**values, "difference": _difference(values["difference"])})
        case JobKind.EXPORT:
            return ExportResult(tuple(values["files"]))
        case JobKind.DIFFERENCE:
            agreement = tuple(map(_agreement, values["agreement"]))
            return DifferenceResult(values["version"], _difference(values["difference"]), agreement)


def _agreement(values: Values) -> PairedAgreement:
    return PairedAgreement(**{**values, "question": Disputed(values["question"])})


def _difference(values: Values) -> DifferenceSummary:
    return DifferenceSummary(
        values["compared_count"],
        values["changed_count"],
        tuple((Aspect(aspect), count) for aspect, count in values["aspects"]),
        tuple(CodeChange(**code) for code in values["codes"]),
    )

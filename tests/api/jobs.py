"""Jobs and uploads as somebody left them in the service."""

from tests.api.serving import Service
from tests.api.walking import numbers
from voc.domain.job import Job, JobState
from voc.domain.job_work import ExportOrder, ExportResult, ImportCounts, ImportOrder, ImportResult, JobOrder, JobResult
from voc.services.jobs import REJECTS, submit
from voc.storage.jobs import Jobs

WEEK = ExportOrder("2026-W45")


def uploaded(service: Service, owner_id: str, content: bytes = b'{"id": "S-9", "comment": ""}\n') -> str:
    upload_id, parts = f"f-{next(numbers):06}", service.parts
    with parts.folder.receiving(upload_id) as incoming:
        incoming.write(content)
    with parts.store.work() as session:
        parts.folder.registered(
            session, upload_id, "通话.jsonl", owner_id=owner_id, byte_count=len(content), at=service.clock()
        )
    return upload_id


def queued_job(service: Service, owner_id: str, order: JobOrder = WEEK) -> str:
    job_id = f"j-{next(numbers):06}"
    with service.parts.store.work() as session:
        submit(session, order, job_id=job_id, owner_id=owner_id, at=service.clock())
    return job_id


def ended_job(service: Service, owner_id: str) -> str:
    """An export that is done, with its workbook."""
    return _ended(service, owner_id, WEEK, ExportResult(("周报.xlsx",)), "周报.xlsx")


def ended_import(service: Service, owner_id: str) -> str:
    """An import that is done, with a row that was set aside."""
    order = ImportOrder(uploaded(service, owner_id), "default")
    return _ended(service, owner_id, order, ImportResult(ImportCounts(), 1, ()), REJECTS)


def _ended(service: Service, owner_id: str, order: JobOrder, result: JobResult, file: str) -> str:
    at = service.clock()
    job = Job(f"j-{next(numbers):06}", owner_id, order, at, at, JobState.DONE, claim_count=1, result=result)
    with service.parts.store.work() as session:
        Jobs(session).enqueue(job)
    (service.parts.folder.made(job.id, "1") / file).write_bytes(b"content")
    return job.id

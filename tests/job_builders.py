"""Long work for tests: each value has a plain default, and takes what a test is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from voc.domain.job import Job
from voc.domain.job_work import ExportOrder, ImportCheckpoint, ImportCounts, JobOrder
from voc.domain.upload import Upload

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
CHECKPOINT = ImportCheckpoint("code", ImportCounts(3, 2, 1, 4), (7, 9))


def job(id: str = "J-1", order: JobOrder | None = None, **columns: Any) -> Job:
    """Queued and due, and an export unless told."""
    plain: dict[str, Any] = {"owner_id": "U-1", "created_at": NOW, "due_at": NOW}
    return Job(id=id, order=order or ExportOrder("2026-W45"), **(plain | columns))


def running(id: str = "J-1", order: JobOrder | None = None, **columns: Any) -> Job:
    """Leased to worker W for a minute."""
    return job(id, order, **columns).claimed("W", at=NOW, until=NOW + MINUTE)


def upload(id: str = "F-1", **columns: Any) -> Upload:
    """Kept for a day."""
    plain: dict[str, Any] = {"owner_id": "U-1", "name": "通话.jsonl", "byte_count": 10, "created_at": NOW}
    return Upload(id=id, **(plain | {"expires_at": NOW + timedelta(days=1)} | columns))

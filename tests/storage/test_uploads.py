from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.job_builders import NOW, SECOND, job, running, upload
from voc.domain.job_work import ExportResult, ImportOrder
from voc.errors import NotFoundError
from voc.storage.jobs import Jobs
from voc.storage.uploads import Uploads

EXPIRY = NOW + timedelta(days=1)


@pytest.fixture
def uploads(session: Session) -> Uploads:
    return Uploads(session)


def test_an_upload_comes_back_as_it_was_stored(uploads: Uploads) -> None:
    uploads.add(upload(byte_count=3_000_000_000))
    assert uploads.get("F-1") == upload(byte_count=3_000_000_000)
    with pytest.raises(NotFoundError, match="F-2"):
        uploads.get("F-2")


def test_what_has_expired_is_marked_once(uploads: Uploads) -> None:
    uploads.add(upload("F-1"))
    uploads.add(upload("F-2", expires_at=EXPIRY + SECOND))
    assert uploads.expire(at=EXPIRY - SECOND) == ()
    assert uploads.expire(at=EXPIRY) == ("F-1",)
    assert uploads.get("F-1").removed_at == EXPIRY
    assert uploads.expire(at=EXPIRY) == ()


@pytest.mark.parametrize("waiting", [job(order=ImportOrder("F-1", "x")), running(order=ImportOrder("F-1", "x"))])
def test_what_a_job_waits_for_or_works_on_does_not_expire(session: Session, uploads: Uploads, waiting: object) -> None:
    uploads.add(upload())
    Jobs(session).enqueue(waiting)  # type: ignore[arg-type]
    assert uploads.expire(at=EXPIRY) == ()
    Jobs(session).cancel("J-1", at=EXPIRY)
    if Jobs(session).get("J-1").state.ended:
        assert uploads.expire(at=EXPIRY) == ("F-1",)


def test_folders_are_kept_for_uploads_that_are_there_and_jobs_that_go_on_or_ended_lately(
    session: Session, uploads: Uploads
) -> None:
    uploads.add(upload("F-1"))
    uploads.add(upload("F-2", removed_at=NOW))
    Jobs(session).enqueue(job("J-1"))
    Jobs(session).enqueue(running("J-2").done(ExportResult(()), at=NOW))
    Jobs(session).enqueue(running("J-3").done(ExportResult(()), at=NOW - SECOND))
    names = ["F-1", "F-2", "F-3", "J-1", "J-2", "J-3", "J-4"]
    assert uploads.kept(names, ended_after=NOW - SECOND) == {"F-1", "J-1", "J-2"}
    assert uploads.known(names) == {"F-1", "F-2", "J-1", "J-2", "J-3"}

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.routes import uploads
from tests.api.jobs import queued_job, uploaded
from tests.api.serving import Caller, Service, serving
from voc.domain.account import Role
from voc.domain.job_work import ImportOrder
from voc.errors import InputError
from voc.storage.jobs import Jobs


def folders(service: Service) -> list[Path]:
    place = service.parts.folder.folder
    return sorted(place.iterdir()) if place.exists() else []


def test_a_file_is_received_for_the_program_alone_and_expires(service: Service, administrator: Caller) -> None:
    answer = administrator.post("uploads", params={"name": "../通话.jsonl"}, content=b"{}\n" * 9)
    assert answer.status_code == 201
    received = answer.json()
    assert (received["name"], received["byte_count"]) == ("通话.jsonl", 27)
    assert received["expires_at"] > received["created_at"]
    path = service.parts.folder.folder / received["id"] / "content"
    assert path.read_bytes() == b"{}\n" * 9
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_without_a_name_is_refused(service: Service, administrator: Caller) -> None:
    assert administrator.post("uploads", content=b"{}").status_code == 422
    assert folders(service) == []


@pytest.mark.parametrize("parts", [1, 30], ids=["announced", "in parts"])
def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(tmp_path: Path, parts: int) -> None:
    with serving(tmp_path / "home", VOC_UPLOAD_LIMIT_MB="1") as service:
        caller = service.as_(Role.ADMINISTRATOR)
        part = b"x" * (3_000_000 // parts)

        def sent() -> Iterator[bytes]:
            yield from [part] * parts

        content = part if parts == 1 else sent()
        answer = caller.post("uploads", params={"name": "a.jsonl"}, content=content)
        assert answer.status_code == 413
        assert folders(service) == []
        assert caller.post("uploads", params={"name": "a.jsonl"}, content=b"x" * 1_000_000).status_code == 201


def test_an_upload_that_breaks_off_leaves_nothing(
    service: Service, administrator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_request: object) -> Iterator[bytes]:
        yield b"{}"
        raise InputError("上传中断，什么也没有留下")

    monkeypatch.setattr(uploads, "_parts_of", broken)
    answer = administrator.post("uploads", params={"name": "a.jsonl"}, content=b"{}")
    assert answer.status_code == 422
    assert folders(service) == []
    assert administrator.get("uploads").json()["items"] == []


def test_one_sees_the_own_uploads_page_by_page(service: Service, administrator: Caller) -> None:
    mine = [uploaded(service, administrator.user.id) for _ in range(3)]
    uploaded(service, "u-9")
    first = administrator.get("uploads", params={"limit": 2}).json()
    rest = administrator.get("uploads", params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == mine[::-1]
    assert rest["next"] is None


def test_a_removed_upload_is_gone(service: Service, administrator: Caller) -> None:
    upload_id = uploaded(service, administrator.user.id)
    assert administrator.delete(f"uploads/{upload_id}").status_code == 204
    assert folders(service) == []
    assert administrator.get("uploads").json()["items"] == []
    assert administrator.delete(f"uploads/{upload_id}").status_code == 404
    assert administrator.post("imports", json={"upload_id": upload_id}).status_code == 404


def test_an_upload_that_an_import_waits_for_stays(service: Service, administrator: Caller) -> None:
    upload_id = uploaded(service, administrator.user.id)
    job_id = queued_job(service, administrator.user.id, ImportOrder(upload_id, "default"))
    assert administrator.delete(f"uploads/{upload_id}").status_code == 409
    assert len(folders(service)) == 1
    with service.parts.store.work() as session:
        Jobs(session).cancel(job_id, at=service.clock())
    assert administrator.delete(f"uploads/{upload_id}").status_code == 204

from dataclasses import replace
from threading import Event, Thread, current_thread

import pytest
from fastapi.testclient import TestClient

from api import app
from api.app import create_app
from tests.api.serving import Service
from voc.services.auditing import verify
from voc.storage.audit import AuditLog


def test_jobs_run_beside_the_requests_and_end_with_the_service(service: Service) -> None:
    begun, ended = Event(), Event()

    def worker(stop: Event) -> None:
        begun.set()
        assert stop.wait(10)
        ended.set()

    with TestClient(create_app(replace(service.parts, worker=worker))) as client:
        assert begun.wait(10)
        assert client.get("/healthz").json() == {"status": "ok"}
        assert not ended.is_set()
    assert ended.is_set()


def test_a_job_that_does_not_end_in_time_holds_the_process_no_longer(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "STOP_WITHIN_S", 0.01)
    begun, free = Event(), Event()
    found: list[Thread] = []

    def worker(_stop: Event) -> None:
        found.append(current_thread())
        begun.set()
        free.wait()

    with TestClient(create_app(replace(service.parts, worker=worker))):
        assert begun.wait(10)
    assert (found[0].is_alive(), found[0].daemon) == (True, True)
    free.set()
    found[0].join()


def test_what_was_read_is_sealed_while_the_service_runs(service: Service) -> None:
    with service.parts.store.work() as session:
        AuditLog(session).note_accesses(at=service.clock(), actor_id="u", kind="transcript", contact_ids=[1])
    service.clock.pass_(hours=2)
    with TestClient(create_app(service.parts)):
        pass
    with service.parts.store.look() as session:
        assert verify(session).sealed_hours == 1


def test_no_page_loads_scripts_from_elsewhere(service: Service) -> None:
    browser = service.browser()
    assert [browser.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404] * 3
    document = browser.get("/api/v1/openapi.json").json()
    assert document["info"]["title"] == "客户之声分析"
    assert service.app.openapi() is service.app.openapi()


def test_every_route_is_described_in_chinese(service: Service) -> None:
    for operations in service.app.openapi()["paths"].values():
        for operation in operations.values():
            assert any("\u4e00" <= character <= "\u9fff" for character in operation["description"])

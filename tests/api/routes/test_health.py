from dataclasses import replace

import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.serving import Service
from voc.storage.engine import sessions


def test_the_service_says_that_it_lives_and_that_it_can_serve(service: Service) -> None:
    browser = service.browser()
    assert browser.get("/healthz").json() == browser.get("/readyz").json() == {"status": "ok"}


def test_tables_of_another_version_are_not_ready_but_alive(service: Service) -> None:
    with service.parts.store.work() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    browser = service.browser()
    assert (browser.get("/healthz").status_code, browser.get("/readyz").status_code) == (200, 409)


def test_without_a_database_the_service_is_not_ready(service: Service) -> None:
    gone = sa.create_engine("sqlite:////nowhere/at/all.sqlite")
    store = replace(service.parts.store, database=gone, look=sessions(gone))
    parts = replace(service.parts, store=store)
    answer = TestClient(create_app(parts), raise_server_exceptions=False).get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    shown = TestClient(create_app(parts)).get("/metrics")
    assert (shown.status_code, "voc_appeals_overdue NaN" in shown.text) == (200, True)


def test_metrics_are_for_prometheus(service: Service) -> None:
    browser = TestClient(create_app(service.parts))
    browser.get("/healthz")
    answer = browser.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'voc_requests_total{method="GET",route="/healthz",status="200"} 1.0' in answer.text

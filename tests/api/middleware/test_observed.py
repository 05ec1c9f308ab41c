import logging

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.serving import Caller, Service


def _lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.facts for record in caplog.records if record.name == "voc.access"]  # type: ignore[attr-defined]


def test_a_plain_request_id_is_taken_over_and_any_other_replaced(service: Service) -> None:
    browser = service.browser()
    assert browser.get("/healthz", headers={"X-Request-ID": "abc-1.2_3"}).headers["x-request-id"] == "abc-1.2_3"
    for given in ("a b", "x" * 65, '"', ""):
        assert len(browser.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]) == 26


def test_a_line_says_who_asked_which_route_and_not_what_for(
    administrator: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "voc.access"):
        administrator.get("contacts/7?q=客户说的话", headers={"X-Request-ID": "r-1"})
    (line,) = _lines(caplog)
    assert line.pop("duration_ms") is not None
    assert line == {
        "request_id": "r-1",
        "method": "GET",
        "route": "/contacts/{key}",
        "status": 404,
        "user_id": administrator.user.id,
    }


def test_made_up_paths_and_methods_make_no_series_of_their_own(service: Service) -> None:
    browser = TestClient(create_app(service.parts))
    for number in range(3):
        browser.get(f"/made-up-{number}")
        browser.request(f"METHOD{number}", "/healthz")
    shown = browser.get("/metrics").text
    assert 'voc_requests_total{method="GET",route="none",status="404"} 3.0' in shown
    assert "made-up" not in shown
    assert "METHOD" not in shown

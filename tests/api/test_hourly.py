import logging
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from api.hourly import seal_every_hour
from tests.api.serving import Service
from voc.services.auditing import verify
from voc.storage.audit import AuditLog


class _StopAfter(Event):
    """Stops at the second look; before it, two hours pass."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service, self.waits = service, 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        self._service.clock.pass_(hours=2)
        return self.waits == 2


def test_what_becomes_due_is_sealed_at_the_next_look(service: Service) -> None:
    with service.parts.store.work() as session:
        AuditLog(session).note_accesses(at=service.clock(), actor_id="u", kind="transcript", contact_ids=[1])
    seal_every_hour(service.parts, _StopAfter(service))
    with service.parts.store.look() as session:
        assert verify(session).sealed_hours == 1


def test_a_failure_is_logged_and_tried_again(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    @contextmanager
    def broken():  # type: ignore[no-untyped-def]
        raise OperationalError("BEGIN", {}, Exception("locked"))
        yield

    stop = _StopAfter(service)
    with caplog.at_level(logging.ERROR, "voc.api"):
        seal_every_hour(replace(service.parts, store=replace(service.parts.store, work=broken)), stop)
    assert stop.waits == 2
    assert [record.facts for record in caplog.records] == [{"error": "OperationalError"}] * 2  # type: ignore[attr-defined]

"""Seals the access log while the service runs."""

import logging
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from api.parts import Parts
from voc.services.auditing import seal_hours

EVERY_S = 300.0
LOG = logging.getLogger("voc.api")


def seal_every_hour(parts: Parts, stop: Event, *, every_s: float = EVERY_S) -> None:
    """Seal what is due, now and every few minutes, until told to stop; a failure is logged and tried again."""
    while True:
        try:
            with parts.store.work() as session:
                seal_hours(session, now=parts.clock())
        except SQLAlchemyError as error:
            LOG.error("seal", extra={"facts": {"error": type(error).__name__}})
        if stop.wait(every_s):
            return

"""Calibration sessions."""

from collections.abc import Mapping

from httpx2 import Response
from sqlalchemy.orm import Session

from tests.api.serving import Caller
from tests.api.walking import Ask, I, Q, Walk, anyone, plain
from tests.api.walks.access import scratch
from tests.api.world import World
from voc.services.reviews.calibrating import close_calibration, open_calibration
from voc.storage.contacts import Contacts, StoredContact

LEAD, ANSWERING = frozenset({Q}), frozenset({I, Q})


def _another(session: Session) -> int:
    """Neither our contact nor theirs: who has still to answer would not be shown the reviews of them."""
    found = Contacts(session).find("S-2")
    assert isinstance(found, StoredContact)
    return found.key


def _calibration(world: World, own: bool, *, closed: bool = False) -> str:
    """Of our inspector, or of others."""
    parts, at = world.service.parts, world.service.clock()
    with parts.store.work() as session:
        opened = open_calibration(
            session,
            "十一月",
            expert="u-expert",
            inspectors=["u-inspector" if own else "u-else"],
            contact_keys=[_another(session)],
            by="u-else",
            at=at,
            new_id=parts.new_id,
        )
        if closed:
            close_calibration(session, opened.id, at=at)
    return opened.id


def _on(method: str, ending: str = "", *, closed: bool = False) -> Ask:
    def ask(caller: Caller, world: World, own: bool) -> Response:
        path = f"calibrations/{_calibration(world, own, closed=closed)}{ending}"
        return caller.ask(method, path, headers={"If-Match": '"1"'})

    return ask


def _open(caller: Caller, world: World, own: bool) -> Response:
    people = {"expert": scratch(world).id, "inspectors": [scratch(world).id]}
    return caller.post("calibrations", json={"name": "十一月", "contact_keys": [world.ours], **people})


WALKS: Mapping[str, Walk] = {
    "GET /calibrations": anyone(ANSWERING, plain("GET", "calibrations")),
    "POST /calibrations": anyone(LEAD, _open),
    "GET /calibrations/{calibration_id}": Walk(ANSWERING, LEAD, _on("GET"), refused_other=404),
    "GET /calibrations/{calibration_id}/answers": Walk(ANSWERING, LEAD, _on("GET", "/answers"), refused_other=404),
    "POST /calibrations/{calibration_id}/close": anyone(LEAD, _on("POST", "/close")),
    "GET /calibrations/{calibration_id}/result": anyone(LEAD, _on("GET", "/result", closed=True)),
}

"""Sampling plans and agreement."""

from collections.abc import Mapping

from httpx2 import Response

from tests.api.serving import Caller
from tests.api.walking import Ask, I, Q, R, Walk, anyone, plain
from tests.api.walks.access import scratch
from tests.api.world import World
from tests.planning import make_plan
from voc.domain.reviewing.plans import Criteria
from voc.domain.reviewing.sampling import Design, Quota
from voc.services.reviews.planning import Wish

LEAD = frozenset({Q})
COMPARED = frozenset({I, Q, R})


def _asked(path: str) -> Ask:
    """For somebody new alone, so that nobody else is given another's contact."""

    def ask(caller: Caller, world: World, own: bool) -> Response:
        quotas = [{"inspector": scratch(world).id, "tasks": 1}]
        return caller.post(path, json={"name": "十一月", "size": 1, "double_share": 0, "quotas": quotas})

    return ask


def _plan(world: World) -> str:
    parts = world.service.parts
    with parts.store.work() as session:
        made = make_plan(
            session,
            Wish("十一月", Criteria(), Design(1, double_share=0.0), (Quota("u-else", 1),)),
            by="u-else",
            at=world.service.clock(),
            new_id=parts.new_id,
            language=None,  # type: ignore[arg-type]  # asked for expressions only
        )
    return made.id


def _on_plan(method: str, ending: str = "") -> Ask:
    seen = {"If-Match": '"1"'}
    return lambda caller, world, own: caller.ask(method, f"plans/{_plan(world)}{ending}", headers=seen)


WALKS: Mapping[str, Walk] = {
    "GET /plans": anyone(LEAD, plain("GET", "plans")),
    "POST /plans": anyone(LEAD, _asked("plans")),
    "POST /plans/preview": anyone(LEAD, _asked("plans/preview"), noted=False),
    "GET /plans/{plan_id}": anyone(LEAD, _on_plan("GET")),
    "POST /plans/{plan_id}/close": anyone(LEAD, _on_plan("POST", "/close")),
    "GET /agreement": anyone(COMPARED, plain("GET", "agreement")),
    "GET /agreement/rules": anyone(COMPARED, plain("GET", "agreement/rules")),
}

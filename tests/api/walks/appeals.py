"""Appeals."""

from collections.abc import Mapping

from httpx2 import Response

from tests.api.reviewing import Json
from tests.api.serving import Caller
from tests.api.walking import NOBODY, A, Ask, I, Q, R, T, Walk, anyone, numbers, plain
from tests.api.walks.access import scratch
from tests.api.walks.reviews import given
from tests.api.world import World
from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, AppealWindow, Move
from voc.storage.appeals import Appeals

AGENT, TEAM_LEAD, LEAD = frozenset({A}), frozenset({T}), frozenset({Q})
SEERS, OF_ALL = frozenset({I, Q, A, T, R}), frozenset({Q, R})
REASON: Json = {"reason": "请再听一遍"}


def _appeal(world: World, own: bool, *moves: Move) -> Appeal:
    """An appeal of our agent or of another one, against a verdict of its own, that has gone through some moves."""
    at, agent, key = world.service.clock(), *(("u-agent", world.ours) if own else ("u-else", world.theirs))
    with world.service.parts.store.work() as session:
        verdict = given(session, world, own, "u-reviewer")
        filing = AppealStep(Move.FILE, agent, at, "不对")
        appeal = Appeal(f"appeal-{next(numbers)}", key, verdict.id, "u-reviewer", AppealState.FILED, (filing,))
        Appeals(session).file(appeal)
        for move in moves:
            about = {"inspector": "u-hearing"} if move is Move.ASSIGN else {}
            heard = {"review_id": verdict.id} if move is Move.HEAR else {}
            step = AppealStep(move, "u-hearing", at, "不对", **about, **heard)
            appeal = Appeals(session).save(appeal.moved(step, window=AppealWindow()))
    return appeal


def _on(what: str, *moves: Move, body: Json = REASON) -> Ask:
    def ask(caller: Caller, world: World, own: bool) -> Response:
        appeal = _appeal(world, own, *moves)
        headers = {"If-Match": f'"{appeal.version}"'}
        return caller.post(f"appeals/{appeal.id}/{what}", json=body, headers=headers)

    return ask


def _assign(caller: Caller, world: World, own: bool) -> Response:
    """To somebody new, so that nobody else is given another's contact."""
    return _on("assign", Move.FORWARD, body={"inspector": scratch(world).id})(caller, world, own)


def _file(caller: Caller, world: World, own: bool) -> Response:
    key = world.ours if own else world.theirs
    with world.service.parts.store.work() as session:
        given(session, world, own, "u-reviewer")
    return caller.post(f"contacts/{key}/appeals", json=REASON)


_HEARD = (Move.FORWARD, Move.ASSIGN, Move.HEAR)
WALKS: Mapping[str, Walk] = {
    "POST /contacts/{key}/appeals": Walk(AGENT, NOBODY, _file, refused_other=404),
    "GET /appeals": anyone(SEERS, plain("GET", "appeals")),
    "GET /appeals/{appeal_id}": Walk(
        SEERS, OF_ALL, lambda c, w, own: c.get(f"appeals/{_appeal(w, own).id}"), refused_other=404
    ),
    "POST /appeals/{appeal_id}/withdraw": Walk(AGENT, NOBODY, _on("withdraw"), refused_other=404),
    "POST /appeals/{appeal_id}/again": Walk(AGENT, NOBODY, _on("again", Move.STOP), refused_other=404),
    "POST /appeals/{appeal_id}/forward": Walk(TEAM_LEAD, NOBODY, _on("forward"), refused_other=404),
    "POST /appeals/{appeal_id}/stop": Walk(TEAM_LEAD, NOBODY, _on("stop"), refused_other=404),
    "POST /appeals/{appeal_id}/assign": anyone(LEAD, _assign),
    "POST /appeals/{appeal_id}/accept": anyone(LEAD, _on("accept", *_HEARD)),
    "POST /appeals/{appeal_id}/reject": anyone(LEAD, _on("reject", *_HEARD)),
    "POST /appeals/{appeal_id}/close": anyone(LEAD, _on("close", Move.STOP)),
}

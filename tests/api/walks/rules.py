"""Proposals and sets of rules, and what models would change."""

from collections.abc import Mapping

from httpx2 import Response

from tests.api.serving import Caller
from tests.api.walking import LEADS, NOBODY, PROPOSERS, Ask, Walk, anyone, numbers, plain
from tests.api.world import World
from tests.services.rule_proposals import proposed, wording
from voc.domain.rule_history import RuleSetAction, RuleSetEvent
from voc.nlp.language import shipped_language, shipped_rule_texts
from voc.opening import open_rule_sets
from voc.services.auditing import Stamp
from voc.services.registry import listed
from voc.services.rule_checking import checked
from voc.services.rule_proposing import propose

REASON = {"reason": "客户常说"}


def _proposal(caller: Caller, world: World, own: bool) -> str:
    """A proposal of the caller's, or of somebody else, about a word of its own."""
    number = next(numbers)
    said = wording(f"蜗牛{number}爬", id=f"own.s{number}")
    found = checked(said.text, shipped_rule_texts(), shipped_language())
    stamp = Stamp(caller.user.id if own else "u-else", world.service.clock())
    with world.service.parts.store.work() as session:
        return propose(session, said, found, id=world.service.parts.new_id(), stamp=stamp).id


def _on(method: str, ending: str = "", **content: object) -> Ask:
    def ask(caller: Caller, world: World, own: bool) -> Response:
        path = f"rules/proposals/{_proposal(caller, world, own)}{ending}"
        return caller.ask(method, path, headers={"If-Match": '"1"'}, **content)

    return ask


def _written(caller: Caller, world: World, own: bool) -> Response:
    number = next(numbers)
    text = proposed(f"乌龟{number}爬", id=f"own.t{number}")
    return caller.post("rules/proposals", json={"text": text} | REASON)


def _model(method: str, ending: str = "") -> Ask:
    """The report on the shipped model, which nobody has made."""

    def ask(caller: Caller, world: World, own: bool) -> Response:
        model_id = listed(world.service.parts.registry, shipped_language())[0].id
        return caller.ask(method, f"models/{model_id}/difference{ending}")

    return ask


def _roll_back(caller: Caller, world: World, own: bool) -> Response:
    """From a set that was just promoted."""
    number, parts = next(numbers), world.service.parts
    sets = open_rule_sets(parts.settings)
    set_id = sets.put({f"n{number}.toml": proposed(f"海龟{number}爬", id=f"own.u{number}")})
    sets.append(RuleSetEvent(world.service.clock(), "u-else", RuleSetAction.PROMOTED, set_id, "准"))
    return caller.post("rules/sets/rollback", json=REASON, headers={"If-Match": "*"})


CHANGED = {"text": proposed("树懒爬", id="own.sloth")} | REASON

WALKS: Mapping[str, Walk] = {
    "GET /rules/proposals": anyone(PROPOSERS, plain("GET", "rules/proposals")),
    "POST /rules/proposals": anyone(PROPOSERS, _written),
    "GET /rules/proposals/{proposal_id}": anyone(PROPOSERS, _on("GET")),
    "GET /rules/proposals/{proposal_id}/preview": anyone(PROPOSERS, _on("GET", "/preview?most=3")),
    "PUT /rules/proposals/{proposal_id}": Walk(PROPOSERS, NOBODY, _on("PUT", json=CHANGED)),
    "POST /rules/proposals/{proposal_id}/withdraw": Walk(PROPOSERS, NOBODY, _on("POST", "/withdraw")),
    "POST /rules/proposals/{proposal_id}/promote": anyone(LEADS, _on("POST", "/promote", json=REASON)),
    "POST /rules/proposals/{proposal_id}/reject": anyone(LEADS, _on("POST", "/reject", json=REASON)),
    "POST /models/{model_id}/difference": anyone(LEADS, _model("POST")),
    "GET /models/{model_id}/difference": anyone(PROPOSERS, _model("GET"), answers=404),
    "GET /models/{model_id}/difference/contacts": anyone(LEADS, _model("GET", "/contacts"), answers=404),
    "GET /rules/sets": anyone(PROPOSERS, plain("GET", "rules/sets")),
    "GET /rules/sets/current": anyone(PROPOSERS, plain("GET", "rules/sets/current")),
    "POST /rules/sets/rollback": anyone(LEADS, _roll_back),
}

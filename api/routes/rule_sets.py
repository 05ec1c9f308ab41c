"""Sets of rules: which there are, which one is in use."""

from fastapi import APIRouter, Response

from api.deps import CurrentParts, Stamped, Writing, permit
from api.etags import IfMatch, require_match, set_etag
from api.responses import refusals
from api.schemas.rule_proposals import RuleSetOut, SetRollbackIn
from voc.domain.permission import Action
from voc.opening import open_rule_sets, own_rule_sets
from voc.services.rule_proposing import roll_back
from voc.services.rule_sets import listed_sets
from voc.storage.rule_proposals import RuleProposals

router = APIRouter(prefix="/rules/sets", tags=["规则"])
read = [permit(Action.RULE_READ)]


@router.get("", dependencies=read)
def list_sets(parts: CurrentParts, response: Response) -> list[RuleSetOut]:
    """随附的规则与启用过的规则集，先启用的在前。ETag 是在用哪一套的版本，退回时要。"""
    sets = open_rule_sets(parts.settings)
    set_etag(response, sets.version())
    return list(map(RuleSetOut.of, listed_sets(sets)))


@router.get("/current", dependencies=read, responses=refusals(409))
def current(parts: CurrentParts, response: Response) -> RuleSetOut:
    """在用的规则集。"""
    sets = own_rule_sets(parts.settings)
    set_etag(response, sets.version())
    (found,) = [one for one in listed_sets(sets) if one.in_use]
    return RuleSetOut.of(found)


@router.post("/rollback", dependencies=[permit(Action.RULE_PROMOTE)], responses=refusals(404, 409, 412))
def rollback(
    asked: SetRollbackIn, session: Writing, stamp: Stamped, parts: CurrentParts, if_match: IfMatch, response: Response
) -> RuleSetOut:
    """退回以前用过的一套规则；提案与经历都留着。"""
    sets = own_rule_sets(parts.settings)
    RuleProposals(session).lock_sets()
    require_match(if_match, sets.version())
    found = roll_back(session, sets, to=asked.to, reason=asked.reason, stamp=stamp)
    set_etag(response, sets.version())
    return RuleSetOut.of(found)

"""Sets of rules: which there are, which one is in use."""

from fastapi import APIRouter

from api.deps import CurrentParts, Stamped, Writing, permit
from api.responses import refusals
from api.schemas.rule_proposals import RuleSetOut, SetRollbackIn
from voc.domain.permission import Action
from voc.opening import open_rule_sets, own_rule_sets
from voc.services.rule_proposing import roll_back
from voc.services.rule_sets import listed_sets

router = APIRouter(prefix="/rules/sets", tags=["规则"])
read = [permit(Action.RULE_READ)]


@router.get("", dependencies=read)
def list_sets(parts: CurrentParts) -> list[RuleSetOut]:
    """随附的规则与启用过的规则集，先启用的在前。"""
    return list(map(RuleSetOut.of, listed_sets(open_rule_sets(parts.settings))))


@router.get("/current", dependencies=read, responses=refusals(409))
def current(parts: CurrentParts) -> RuleSetOut:
    """在用的规则集。"""
    (found,) = [one for one in listed_sets(own_rule_sets(parts.settings)) if one.in_use]
    return RuleSetOut.of(found)


@router.post("/rollback", dependencies=[permit(Action.RULE_PROMOTE)], responses=refusals(404, 409))
def rollback(asked: SetRollbackIn, session: Writing, stamp: Stamped, parts: CurrentParts) -> RuleSetOut:
    """退回以前用过的一套规则；提案与经历都留着。"""
    sets = own_rule_sets(parts.settings)
    return RuleSetOut.of(roll_back(session, sets, to=asked.to, reason=asked.reason, stamp=stamp))

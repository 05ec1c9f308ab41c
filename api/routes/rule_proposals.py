"""Proposed rules: written, tried, and decided."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.access_log import note_shown
from api.deps import CurrentParts, Reading, Stamped, Writing, permit, turns
from api.etags import IfMatch, require_match, set_etag
from api.paging import Cursor, Limit, Page, cursor_of, cut, text_in
from api.parts import Parts
from api.responses import refusals
from api.schemas.base import Id, Word
from api.schemas.rule_proposals import DecisionIn, PreviewOut, ProposalIn, ProposalOut
from voc.domain.audit import AccessKind
from voc.domain.permission import Action, Reach
from voc.domain.rule_proposal import ProposalState, RuleProposal
from voc.nlp.language import texts_of_rules
from voc.opening import own_rule_sets, rules_in_use
from voc.services import rule_proposing
from voc.services.rule_checking import Checked, checked, still_sound
from voc.services.rule_preview import preview as previewed
from voc.storage.rule_proposals import ProposalFilter, RuleProposals

router = APIRouter(prefix="/rules/proposals", tags=["规则"])
read, propose, decide = [permit(Action.RULE_READ)], [permit(Action.RULE_PROPOSE)], [permit(Action.RULE_PROMOTE)]
CHANGED = refusals(404, 409, 412, 500)


def _held(proposal_id: Id, session: Writing, if_match: IfMatch) -> RuleProposal:
    known = RuleProposals(session).hold(proposal_id)
    require_match(if_match, known.version)
    return known


# The proposal as last seen, kept from others until the answer.
Held = Annotated[RuleProposal, Depends(_held)]


@router.get("", dependencies=read)
def list_proposals(
    session: Reading,
    state: ProposalState | None = None,
    proposer: Annotated[Word | None, Query(description="用户编号")] = None,
    factor: Word | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ProposalOut]:
    """提案，最近的在前。"""
    wanted = ProposalFilter(state, proposer, factor)
    found = RuleProposals(session).find(wanted, before_id=text_in(cursor) or None, limit=limit + 1)
    proposals, last = cut(found, limit)
    return Page(items=list(map(ProposalOut.of, proposals)), next=None if last is None else cursor_of(last.id))


@router.post("", status_code=201, dependencies=propose, responses=refusals(500))
def add(asked: ProposalIn, session: Writing, stamp: Stamped, parts: CurrentParts, response: Response) -> ProposalOut:
    """提出规则：写法、例句、不会命中、与在用的规则重复都先查过，有错就拒绝并逐条说明在第几行第几列。"""
    found = _checked(asked, parts)
    return _told(rule_proposing.propose(session, asked.wording, found, id=parts.new_id(), stamp=stamp), response)


@router.get("/{proposal_id}", dependencies=read, responses=refusals(404))
def get(proposal_id: Id, session: Reading, response: Response) -> ProposalOut:
    """一个提案。"""
    return _told(RuleProposals(session).get(proposal_id), response)


@router.get("/{proposal_id}/preview", dependencies=[*read, turns(2)], responses=refusals(404, 409, 500))
def preview(
    proposal_id: Id,
    reach: Annotated[Reach, permit(Action.CONTACT_READ)],
    stamp: Stamped,
    parts: CurrentParts,
    most: Annotated[int, Query(ge=1, le=500, description="最多在多少次接触上试")] = 100,
) -> PreviewOut:
    """提案会怎样：在看得到的接触上命中多少，以人的判断衡量的精确率与区间，以及对现在的规则的提醒。命中的记入访问日志。"""
    with parts.store.look() as session, parts.analyst.reading() as language:
        known = RuleProposals(session).get(proposal_id)
        texts = _texts(parts)
        texts.pop(known.file_name, None)
        found = still_sound(known.text, texts, language)
        shown = previewed(session, found.rule_set, language, reach=reach, access=parts.access, most=most)
    note_shown(parts, stamp, shown.keys, kind=AccessKind.RULE_TEST)
    return PreviewOut.of(shown, found.notices)


@router.put("/{proposal_id}", dependencies=propose, responses=CHANGED)
def amend(
    asked: ProposalIn, known: Held, session: Writing, stamp: Stamped, parts: CurrentParts, response: Response
) -> ProposalOut:
    """提出的人在决定之前修改。"""
    found = _checked(asked, parts)
    return _told(rule_proposing.amend(session, known, asked.wording, found, stamp=stamp), response)


@router.post("/{proposal_id}/withdraw", dependencies=propose, responses=CHANGED)
def withdraw(known: Held, session: Writing, stamp: Stamped, response: Response) -> ProposalOut:
    """提出的人撤回。"""
    return _told(rule_proposing.withdraw(session, known, stamp=stamp), response)


@router.post("/{proposal_id}/promote", dependencies=decide, responses=CHANGED)
def promote(
    asked: DecisionIn, known: Held, session: Writing, stamp: Stamped, parts: CurrentParts, response: Response
) -> ProposalOut:
    """启用：与在用的规则合成新的规则集，从下一次分析起生效。自己提出的也可以，会记下来。"""
    sets = own_rule_sets(parts.settings)
    with parts.analyst.reading() as language:
        promoted = rule_proposing.promote(session, sets, known, language, reason=asked.reason, stamp=stamp)
    return _told(promoted, response)


@router.post("/{proposal_id}/reject", dependencies=decide, responses=CHANGED)
def reject(asked: DecisionIn, known: Held, session: Writing, stamp: Stamped, response: Response) -> ProposalOut:
    """不采用，写明理由。"""
    return _told(rule_proposing.reject(session, known, reason=asked.reason, stamp=stamp), response)


def _checked(asked: ProposalIn, parts: Parts) -> Checked:
    """Nothing is written meanwhile: whoever holds the language must not wait for the database."""
    with parts.analyst.reading() as language:
        return checked(asked.wording.lines, _texts(parts), language)


def _texts(parts: Parts) -> dict[str, str]:
    return texts_of_rules(rules_in_use(parts.settings))


def _told(proposal: RuleProposal, response: Response) -> ProposalOut:
    set_etag(response, proposal.version)
    return ProposalOut.of(proposal)

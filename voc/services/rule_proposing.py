"""The life of a rule: proposed, amended or withdrawn, promoted or rejected, rolled back.

Permissions are not checked here: `rule.propose` to propose, amend and withdraw (and only what is one's own),
`rule.promote` to decide. Every change is noted in its transaction; where that fails to commit after a promotion was
written to the history of sets, promoting again completes it.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.domain.choices import Choice
from voc.domain.permission import Action
from voc.domain.rule_history import RuleSetAction, RuleSetEvent, rule_choices
from voc.domain.rule_proposal import RuleProposal, written
from voc.errors import ConflictError
from voc.nlp.language import Language, shipped_rule_texts
from voc.services.auditing import Stamp, note
from voc.services.remarks import masked
from voc.services.rule_checking import Checked, still_sound
from voc.services.rule_sets import SHIPPED_ID, ListedSet, RuleSets, find_set
from voc.storage.rule_proposals import RuleProposals

KIND = "rule_proposal"


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody proposes: a rule file, and why."""

    text: str
    reason: str

    @property
    def lines(self) -> str:
        """The text with the ends of lines that a file read back has."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n")


def propose(session: Session, wording: Wording, found: Checked, *, id: str, stamp: Stamp) -> RuleProposal:
    """A new proposal, whose text was `found` sound."""
    reason = written(masked(wording.reason))
    proposal = RuleProposal(id, stamp.by, stamp.at, found.factor, wording.lines, reason, stamp.at)
    RuleProposals(session).add(proposal)
    return _noted(session, proposal, Action.RULE_PROPOSE, stamp, "proposed")


def amend(session: Session, known: RuleProposal, wording: Wording, found: Checked, *, stamp: Stamp) -> RuleProposal:
    """Another wording, `found` sound, in place of a proposal's."""
    amended = known.amended(found.factor, wording.lines, written(masked(wording.reason)), by=stamp.by, at=stamp.at)
    return _noted(session, RuleProposals(session).save(amended), Action.RULE_PROPOSE, stamp, "amended")


def withdraw(session: Session, known: RuleProposal, *, stamp: Stamp) -> RuleProposal:
    saved = RuleProposals(session).save(known.withdrawn(by=stamp.by, at=stamp.at))
    return _noted(session, saved, Action.RULE_PROPOSE, stamp, "withdrawn")


def reject(session: Session, known: RuleProposal, *, reason: str, stamp: Stamp) -> RuleProposal:
    saved = RuleProposals(session).save(known.rejected(masked(reason), by=stamp.by, at=stamp.at))
    return _noted(session, saved, Action.RULE_PROMOTE, stamp, "rejected")


def promote(
    session: Session, sets: RuleSets, known: RuleProposal, language: Language, *, reason: str, stamp: Stamp
) -> RuleProposal:
    """Take a proposal into use, as a new set beside all that the set in use adds.

    ConflictError where it is not sound any more beside the rules that are in use by now.
    """
    proposals = RuleProposals(session)
    proposals.lock_sets()
    current = sets.in_use()
    others = {name: text for name, text in sets.added(current).items() if name != known.file_name}
    still_sound(known.text, shipped_rule_texts() | others, language)
    set_id = sets.put({**others, known.file_name: known.text})
    saved = proposals.save(known.promoted(set_id, masked(reason), by=stamp.by, at=stamp.at))
    _noted(session, saved, Action.RULE_PROMOTE, stamp, "promoted", set_id=set_id, own=saved.own_decision)
    if set_id != current:
        sets.append(RuleSetEvent(stamp.at, stamp.by, RuleSetAction.PROMOTED, set_id, saved.decision, known.id))
    return saved


def roll_back(session: Session, sets: RuleSets, *, to: str | None, reason: str, stamp: Stamp) -> ListedSet:
    """Go back to an earlier set: the one named, else the last before that still can be used.

    NotFoundError for an unknown set, ConflictError where there is none to go back to.
    """
    RuleProposals(session).lock_sets()
    earlier = rule_choices(sets.history().events)[:-1]
    choice = _earlier(sets, earlier) if to is None else _named(sets, earlier, to)
    event = RuleSetEvent(stamp.at, stamp.by, RuleSetAction.ROLLED_BACK, choice, written(masked(reason)))
    set_id = choice or SHIPPED_ID
    note(session, stamp, Action.RULE_PROMOTE, "rule_set", set_id, change="rolled_back")
    sets.append(event)
    return find_set(sets, set_id)


def _earlier(sets: RuleSets, earlier: tuple[Choice, ...]) -> Choice:
    for choice in reversed(earlier):
        if sets.refused(choice) is None:
            return choice
    raise ConflictError("没有可以退回的规则集")


def _named(sets: RuleSets, earlier: tuple[Choice, ...], set_id: str) -> Choice:
    found = find_set(sets, set_id)
    if found.choice not in earlier:
        raise ConflictError(f"规则集 {set_id} 不是现用的之前用过的，不能退回")
    if found.refused is not None:
        raise ConflictError(f"不能退回：{found.refused}")
    return found.choice


def _noted(
    session: Session, proposal: RuleProposal, action: Action, stamp: Stamp, change: str, **facts: str | bool
) -> RuleProposal:
    note(session, stamp, action, KIND, proposal.id, change=change, version=proposal.version, **facts)
    return proposal

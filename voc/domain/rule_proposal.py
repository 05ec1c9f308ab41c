"""Rules that somebody proposes, and what becomes of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from voc.errors import ConflictError, ForbiddenError, InputError


class ProposalState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    PROMOTED = "promoted"

    @property
    def label(self) -> str:
        return {"open": "待定", "withdrawn": "撤回", "rejected": "不采用", "promoted": "已启用"}[self.value]


@dataclass(frozen=True, slots=True)
class RuleProposal:
    """A rule file as somebody proposes it, and who decided about it, when and why.

    `text` is TOML as in the shipped rule files, for one `factor`. `set_id` is the set of rules that it came into use
    with. `version` counts from 1 and goes up with every change. `decided_by` may be the proposer.
    """

    id: str
    proposer: str
    proposed_at: datetime
    factor: str
    text: str
    reason: str
    changed_at: datetime
    version: int = 1
    state: ProposalState = ProposalState.OPEN
    decided_by: str | None = None
    decision: str = ""
    set_id: str | None = None

    @property
    def own_decision(self) -> bool:
        """Whether the proposer decided it: allowed, and told."""
        return self.state in (ProposalState.PROMOTED, ProposalState.REJECTED) and self.decided_by == self.proposer

    @property
    def file_name(self) -> str:
        """What it is called among the files of a set of rules."""
        return f"{self.id}.toml"

    def amended(self, factor: str, text: str, reason: str, *, by: str, at: datetime) -> "RuleProposal":
        """Another text in its place; ForbiddenError for anybody but the proposer."""
        self._require_proposer(by)
        return replace(self._moved(self.state, at), factor=factor, text=text, reason=reason)

    def withdrawn(self, *, by: str, at: datetime) -> "RuleProposal":
        """Taken back; ForbiddenError for anybody but the proposer."""
        self._require_proposer(by)
        return replace(self._moved(ProposalState.WITHDRAWN, at), decided_by=by)

    def rejected(self, reason: str, *, by: str, at: datetime) -> "RuleProposal":
        return replace(self._moved(ProposalState.REJECTED, at), decided_by=by, decision=written(reason))

    def promoted(self, set_id: str, reason: str, *, by: str, at: datetime) -> "RuleProposal":
        moved = self._moved(ProposalState.PROMOTED, at)
        return replace(moved, decided_by=by, decision=written(reason), set_id=set_id)

    def _require_proposer(self, who: str) -> None:
        if who != self.proposer:
            raise ForbiddenError("只有提出的人可以修改或撤回")

    def _moved(self, state: ProposalState, at: datetime) -> "RuleProposal":
        if self.state is not ProposalState.OPEN:
            raise ConflictError(f"提案{self.state.label}，不能再改")
        return replace(self, state=state, changed_at=at, version=self.version + 1)


def written(reason: str) -> str:
    """A reason without blanks around it; InputError where nothing is left.

    >>> written(" 误报少 ")
    '误报少'
    """
    if not reason.strip():
        raise InputError("请写明理由")
    return reason.strip()

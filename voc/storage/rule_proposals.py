"""Proposed rules as they are stored."""

from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.rule_proposal import ProposalState, RuleProposal
from voc.errors import NotFoundError
from voc.storage.bulk import insert_rows
from voc.storage.locking import lock_name
from voc.storage.rule_tables import RuleProposalRow

_TABLE = RuleProposalRow.__table__


@dataclass(frozen=True, slots=True)
class ProposalFilter:
    """Which proposals; what is left out does not restrict."""

    state: ProposalState | None = None
    proposer: str | None = None
    factor: str | None = None


class RuleProposals:
    """All proposals. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, proposal: RuleProposal) -> None:
        insert_rows(self._session, RuleProposalRow, [_values(proposal)])

    def get(self, id: str) -> RuleProposal:
        """NotFoundError for an unknown id."""
        return self._one(id, sa.select(_TABLE))

    def hold(self, id: str) -> RuleProposal:
        """The same, kept from other writers until the transaction ends."""
        return self._one(id, sa.select(_TABLE).with_for_update())

    def lock_sets(self) -> None:
        """Wait until nobody else decides which rules are in use, for the rest of the transaction."""
        # On SQLite the transaction, once begun, is the only one that writes.
        self._session.connection()
        lock_name(self._session, "rule sets")

    def save(self, proposal: RuleProposal) -> RuleProposal:
        """Store a proposal that has changed."""
        self._session.execute(sa.update(_TABLE).where(_TABLE.c.id == proposal.id).values(_values(proposal)))
        return proposal

    def find(
        self, wanted: ProposalFilter, *, before_id: str | None = None, limit: int = 50
    ) -> tuple[RuleProposal, ...]:
        """The newest first, older than `before_id`; ids are ordered by time."""
        statement = sa.select(_TABLE).order_by(_TABLE.c.id.desc()).limit(limit)
        if before_id is not None:
            statement = statement.where(_TABLE.c.id < before_id)
        if wanted.state is not None:
            statement = statement.where(_TABLE.c.state == wanted.state.value)
        if wanted.proposer is not None:
            statement = statement.where(_TABLE.c.proposer == wanted.proposer)
        if wanted.factor is not None:
            statement = statement.where(_TABLE.c.factor == wanted.factor)
        return tuple(map(_proposal, self._session.execute(statement)))

    def _one(self, id: str, statement: sa.Select[Any]) -> RuleProposal:
        row = self._session.execute(statement.where(_TABLE.c.id == id)).one_or_none()
        if row is None:
            raise NotFoundError(f"没有编号为 {id} 的提案")
        return _proposal(row)


_NAMES = tuple(field.name for field in fields(RuleProposal))


def _values(proposal: RuleProposal) -> dict[str, object]:
    return {name: getattr(proposal, name) for name in _NAMES} | {"state": proposal.state.value}


def _proposal(row: sa.Row[Any]) -> RuleProposal:
    return RuleProposal(**{name: getattr(row, name) for name in _NAMES} | {"state": ProposalState(row.state)})

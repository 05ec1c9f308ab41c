"""The table of proposed rules."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voc.storage.columns import Base


class RuleProposalRow(Base):
    """A rule file as somebody proposes it, and what was decided about it; `version` goes up with every change."""

    __tablename__ = "rule_proposal"

    id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    proposer: Mapped[str] = mapped_column(index=True)
    proposed_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    factor: Mapped[str]
    text: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int]
    decided_by: Mapped[str | None]
    decision: Mapped[str] = mapped_column(sa.Text)
    set_id: Mapped[str | None]

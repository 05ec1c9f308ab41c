"""Proposed rules.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposer", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("factor", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("set_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_proposal")),
    )
    op.create_index(op.f("ix_rule_proposal_state"), "rule_proposal", ["state"])
    op.create_index(op.f("ix_rule_proposal_proposer"), "rule_proposal", ["proposer"])


def downgrade() -> None:
    op.drop_table("rule_proposal")

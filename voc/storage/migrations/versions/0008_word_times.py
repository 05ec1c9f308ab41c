"""When the words of conversations are said.

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_times",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id", "revision"],
            ["conversation_revision.record_id", "conversation_revision.revision"],
            name=op.f("fk_word_times_record_id_revision_conversation_revision"),
        ),
        sa.PrimaryKeyConstraint("record_id", "revision", name=op.f("pk_word_times")),
    )


def downgrade() -> None:
    op.drop_table("word_times")

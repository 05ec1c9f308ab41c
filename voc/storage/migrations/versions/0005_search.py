"""Searchable texts, and the index over them, filled with what is stored.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from voc.storage.search_filling import index_stored
from voc.storage.search_index import create_index, drop_index

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_search_text_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
        sa.UniqueConstraint(
            "record_id", "revision", "position", name=op.f("uq_search_text_record_id_revision_position")
        ),
    )
    create_index(op.get_bind())
    with Session(op.get_bind()) as session:
        index_stored(session)
        session.flush()


def downgrade() -> None:
    drop_index(op.get_bind())
    op.drop_table("search_text")

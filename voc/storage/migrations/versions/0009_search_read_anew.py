"""The search index filled anew: some traditional words are read otherwise, and what cannot be seen is not read.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from voc.storage.search_filling import index_stored
from voc.storage.search_index import create_index, drop_index

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index(op.get_bind())
    create_index(op.get_bind())
    op.execute(sa.text("DELETE FROM search_text"))
    with Session(op.get_bind()) as session:
        index_stored(session)
        session.flush()


def downgrade() -> None:
    """An index of the newer reading serves as well."""

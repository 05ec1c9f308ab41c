"""Who gave which task back.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_task_return",
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("inspector", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["review_task.id"], name=op.f("fk_review_task_return_task_id_review_task")
        ),
        sa.PrimaryKeyConstraint("task_id", "inspector", name=op.f("pk_review_task_return")),
    )


def downgrade() -> None:
    op.drop_table("review_task_return")

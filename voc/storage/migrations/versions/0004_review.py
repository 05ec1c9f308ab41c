"""The review workflow: sampling plans, tasks, reviews with their history, adjudications, calibration, appeals.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("expert", sa.String(), nullable=False),
        sa.Column("inspectors", sa.JSON(), nullable=False),
        sa.Column("contact_keys", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_session")),
    )
    op.create_table(
        "sampling_plan",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("random_share", sa.Double(), nullable=False),
        sa.Column("double_share", sa.Double(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampling_plan")),
    )
    op.create_table(
        "sampling_quota",
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("inspector", sa.String(), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["sampling_plan.id"], name=op.f("fk_sampling_quota_plan_id_sampling_plan")
        ),
        sa.PrimaryKeyConstraint("plan_id", "inspector", name=op.f("pk_sampling_quota")),
    )
    op.create_table(
        "review_task",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=True),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_id", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_review_task_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_task")),
        sa.UniqueConstraint("origin", "contact_id", "holder", name=op.f("uq_review_task_origin_contact_id_holder")),
        sa.UniqueConstraint("origin", "contact_id", "seat", name=op.f("uq_review_task_origin_contact_id_seat")),
    )
    op.create_index(op.f("ix_review_task_contact_id"), "review_task", ["contact_id"], unique=False)
    op.create_index(op.f("ix_review_task_holder"), "review_task", ["holder"], unique=False)
    op.create_index(op.f("ix_review_task_state_position"), "review_task", ["state", "position"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("begun_revision", sa.Integer(), nullable=False),
        sa.Column("contact_revision", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dissatisfied", sa.Boolean(), nullable=True),
        sa.Column("primary_cause", sa.String(), nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_review_contact_id_contact")),
        sa.ForeignKeyConstraint(["task_id"], ["review_task.id"], name=op.f("fk_review_task_id_review_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_contact_id"), "review", ["contact_id"], unique=False)
    op.create_index(op.f("ix_review_reviewer"), "review", ["reviewer"], unique=False)
    op.create_index(op.f("ix_review_task_id"), "review", ["task_id"], unique=False)
    op.create_index(
        "uq_review_counting",
        "review",
        ["contact_id"],
        unique=True,
        sqlite_where=sa.text("counts"),
        postgresql_where=sa.text("counts"),
    )
    op.create_table(
        "adjudication",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("first_review_id", sa.String(), nullable=False),
        sa.Column("second_review_id", sa.String(), nullable=False),
        sa.Column("disputed", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("review_id", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_adjudication_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["first_review_id"], ["review.id"], name=op.f("fk_adjudication_first_review_id_review")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_adjudication_review_id_review")),
        sa.ForeignKeyConstraint(
            ["second_review_id"], ["review.id"], name=op.f("fk_adjudication_second_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjudication")),
        sa.UniqueConstraint(
            "first_review_id", "second_review_id", name=op.f("uq_adjudication_first_review_id_second_review_id")
        ),
    )
    op.create_index(op.f("ix_adjudication_contact_id"), "adjudication", ["contact_id"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("against_id", sa.String(), nullable=True),
        sa.Column("against_reviewer", sa.String(), nullable=True),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["against_id"], ["review.id"], name=op.f("fk_appeal_against_id_review")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_appeal_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("contact_id", "agent", "verdict", name=op.f("uq_appeal_contact_id_agent_verdict")),
    )
    op.create_index(op.f("ix_appeal_agent"), "appeal", ["agent"], unique=False)
    op.create_index(op.f("ix_appeal_state"), "appeal", ["state"], unique=False)
    op.create_table(
        "review_event",
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_event_review_id_review")),
        sa.PrimaryKeyConstraint("review_id", "number", name=op.f("pk_review_event")),
    )
    op.create_table(
        "appeal_step",
        sa.Column("appeal_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("inspector", sa.String(), nullable=True),
        sa.Column("review_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_step_appeal_id_appeal")),
        sa.PrimaryKeyConstraint("appeal_id", "number", name=op.f("pk_appeal_step")),
    )


def downgrade() -> None:
    op.drop_table("appeal_step")
    op.drop_table("review_event")
    op.drop_index(op.f("ix_appeal_state"), table_name="appeal")
    op.drop_index(op.f("ix_appeal_agent"), table_name="appeal")
    op.drop_table("appeal")
    op.drop_index(op.f("ix_adjudication_contact_id"), table_name="adjudication")
    op.drop_table("adjudication")
    op.drop_index(
        "uq_review_counting", table_name="review", sqlite_where=sa.text("counts"), postgresql_where=sa.text("counts")
    )
    op.drop_index(op.f("ix_review_task_id"), table_name="review")
    op.drop_index(op.f("ix_review_reviewer"), table_name="review")
    op.drop_index(op.f("ix_review_contact_id"), table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_review_task_state_position"), table_name="review_task")
    op.drop_index(op.f("ix_review_task_holder"), table_name="review_task")
    op.drop_index(op.f("ix_review_task_contact_id"), table_name="review_task")
    op.drop_table("review_task")
    op.drop_table("sampling_quota")
    op.drop_table("sampling_plan")
    op.drop_table("calibration_session")

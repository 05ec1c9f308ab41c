"""The tables of the review workflow. Events and steps are only ever added to; the other rows say what is current."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voc.storage.columns import Base


class SamplingPlanRow(Base):
    """How a sample was drawn, from how many contacts; kept for audit and never changed."""

    __tablename__ = "sampling_plan"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    criteria: Mapped[dict[str, object]] = mapped_column(sa.JSON)
    size: Mapped[int]
    random_share: Mapped[float]
    double_share: Mapped[float]
    seed: Mapped[str]
    weights: Mapped[dict[str, float]] = mapped_column(sa.JSON)
    population: Mapped[int]


class QuotaRow(Base):
    """How many tasks of a plan an inspector may do; a plan with quotas is for those inspectors alone."""

    __tablename__ = "sampling_quota"

    plan_id: Mapped[str] = mapped_column(sa.ForeignKey("sampling_plan.id"), primary_key=True)
    inspector: Mapped[str] = mapped_column(primary_key=True)
    tasks: Mapped[int]


class ReviewTaskRow(Base):
    """One contact to be reviewed by one person."""

    __tablename__ = "review_task"
    __table_args__ = (
        sa.UniqueConstraint("origin", "contact_id", "seat"),
        # Nobody has two seats of one contact; rows without a holder are all different.
        sa.UniqueConstraint("origin", "contact_id", "holder"),
        sa.Index(None, "state", "position"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    purpose: Mapped[str]
    origin: Mapped[str]
    seat: Mapped[int]
    position: Mapped[int]
    stratum: Mapped[str | None]
    probability: Mapped[float | None]
    assignee: Mapped[str | None]
    state: Mapped[str]
    holder: Mapped[str | None] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    review_id: Mapped[str | None]
    made_at: Mapped[datetime]


class TaskReturnRow(Base):
    """Somebody gave a task back, once or more often."""

    __tablename__ = "review_task_return"

    task_id: Mapped[str] = mapped_column(sa.ForeignKey("review_task.id"), primary_key=True)
    inspector: Mapped[str] = mapped_column(primary_key=True)


class ReviewRow(Base):
    """A person's answer as it stands after `version` steps; `counts` marks the one that its contact is counted by."""

    __tablename__ = "review"
    __table_args__ = (
        sa.Index(
            "uq_review_counting",
            "contact_id",
            unique=True,
            sqlite_where=sa.text("counts"),
            postgresql_where=sa.text("counts"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    begun_revision: Mapped[int]
    contact_revision: Mapped[int]
    reviewer: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str]
    task_id: Mapped[str | None] = mapped_column(sa.ForeignKey("review_task.id"), index=True)
    status: Mapped[str]
    version: Mapped[int]
    counts: Mapped[bool]
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    dissatisfied: Mapped[bool | None]
    primary_cause: Mapped[str | None]
    resolved: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(sa.Text)
    findings: Mapped[list[dict[str, object]]] = mapped_column(sa.JSON)
    moments: Mapped[list[dict[str, object]]] = mapped_column(sa.JSON)
    citations: Mapped[list[dict[str, object]]] = mapped_column(sa.JSON)


class ReviewEventRow(Base):
    """Step `number` of a review."""

    __tablename__ = "review_event"

    review_id: Mapped[str] = mapped_column(sa.ForeignKey("review.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column("made_by")
    at: Mapped[datetime] = mapped_column("made_at")
    step: Mapped[dict[str, object]] = mapped_column(sa.JSON)


class AdjudicationRow(Base):
    """Two reviews that part, and what a lead decides."""

    __tablename__ = "adjudication"
    __table_args__ = (sa.UniqueConstraint("first_review_id", "second_review_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contact.id"), index=True)
    first_review_id: Mapped[str] = mapped_column(sa.ForeignKey("review.id"))
    second_review_id: Mapped[str] = mapped_column(sa.ForeignKey("review.id"))
    disputed: Mapped[list[str]] = mapped_column(sa.JSON)
    opened_at: Mapped[datetime]
    lead: Mapped[str | None]
    review_id: Mapped[str | None] = mapped_column(sa.ForeignKey("review.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.Text)


class CalibrationRow(Base):
    """One calibration session; its answers are reviews of its tasks."""

    __tablename__ = "calibration_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    expert: Mapped[str]
    inspectors: Mapped[list[str]] = mapped_column(sa.JSON)
    contact_keys: Mapped[list[int]] = mapped_column(sa.JSON)
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class AppealRow(Base):
    """An agent's objection to one verdict: to a review by its id, or to what the machine claims."""

    __tablename__ = "appeal"
    __table_args__ = (sa.UniqueConstraint("contact_id", "agent", "verdict"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contact.id"))
    verdict: Mapped[str]
    against_id: Mapped[str | None] = mapped_column(sa.ForeignKey("review.id"))
    against_reviewer: Mapped[str | None]
    agent: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(index=True)
    filed_at: Mapped[datetime]


class AppealStepRow(Base):
    """Step `number` of an appeal, the filing being the first."""

    __tablename__ = "appeal_step"

    appeal_id: Mapped[str] = mapped_column(sa.ForeignKey("appeal.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    move: Mapped[str]
    by: Mapped[str] = mapped_column("made_by")
    at: Mapped[datetime] = mapped_column("made_at")
    reason: Mapped[str] = mapped_column(sa.Text)
    inspector: Mapped[str | None]
    review_id: Mapped[str | None]

"""Tables of long work and of the files that were uploaded for it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voc.storage.columns import Base


class UploadRow(Base):
    """A file given to be imported; it lies in a folder named by its id until `removed_at`."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    byte_count: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    removed_at: Mapped[datetime | None]


class JobRow(Base):
    """One piece of long work. `worker` and `claim_count` together are its lease; `work` is what was ordered."""

    __tablename__ = "job"
    # What workers look for: the queue by time, and leases that have run out.
    __table_args__ = (sa.Index(None, "state", "due_at"), sa.Index(None, "state", "leased_until"))

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    owner_id: Mapped[str] = mapped_column(index=True)
    upload_id: Mapped[str | None] = mapped_column(sa.ForeignKey("upload.id"), index=True)
    work: Mapped[dict[str, object]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    worker: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    claim_count: Mapped[int]
    attempt_count: Mapped[int]
    cancel_requested: Mapped[bool]
    done_count: Mapped[int]
    share: Mapped[float | None]
    checkpoint: Mapped[dict[str, object] | None] = mapped_column(sa.JSON(none_as_null=True))
    error: Mapped[str | None] = mapped_column(sa.Text)
    result: Mapped[dict[str, object] | None] = mapped_column(sa.JSON(none_as_null=True))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

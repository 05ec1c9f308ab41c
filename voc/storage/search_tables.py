"""The table of searchable texts. The index over them is another on each database, see `search_index`."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voc.storage.columns import Base


class SearchTextRow(Base):
    """A text of one revision of a record: an utterance, or the comment (`position` COMMENT).

    Rows are only added. The higher its key, the later a text came; within a conversation keys fall from utterance to
    utterance, so that from the highest key down the first utterance comes first.
    """

    __tablename__ = "search_text"
    __table_args__ = (sa.UniqueConstraint("record_id", "revision", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    revision: Mapped[int]
    position: Mapped[int]

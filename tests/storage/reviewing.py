"""Contacts and drafts for the tests of the review tables."""

from sqlalchemy.orm import Session

from tests.storage.builders import NOW, call, hashed
from voc.domain.reviewing.tasks import Purpose
from voc.storage.records import Records
from voc.storage.reviews import Reviews, StoredReview


def contacts(session: Session, count: int = 1) -> tuple[int, ...]:
    """Keys of so many calls, C-1 and so on."""
    calls = [call(f"C-{n}") for n in range(1, count + 1)]
    return Records(session).store("default", hashed(*calls), at=NOW).contact_keys


def draft(session: Session, key: int, id: str = "R-1", reviewer: str = "王检", **columns: object) -> StoredReview:
    plain: dict[str, object] = {"revision": 1, "purpose": Purpose.DIRECT, "at": NOW}
    return Reviews(session).begin(id, contact_key=key, reviewer=reviewer, **(plain | columns))  # type: ignore[arg-type]

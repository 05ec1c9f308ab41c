"""Whose words are shown with a review: written down before they are, like a transcript that is read."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from voc.domain.audit import AccessKind
from voc.domain.reviewing.changes import Cite, PutFinding
from voc.domain.reviewing.history import ReviewEvent
from voc.services.auditing import Stamp
from voc.storage.audit import AuditLog
from voc.storage.reviews import StoredReview

KIND = AccessKind.EVIDENCE


def quoted_keys(reviews: Iterable[StoredReview]) -> tuple[int, ...]:
    """The contacts whose words are evidence in some of these reviews, each once."""
    quoting = (one.contact_key for one in reviews if any(found.evidence for found in one.answer.findings))
    return tuple(dict.fromkeys(quoting))


def quotes(events: Iterable[ReviewEvent]) -> bool:
    """Whether some steps of a history show words of the contact."""
    found = (event.step.finding for event in events if isinstance(event.step, PutFinding | Cite))
    return any(finding is not None and finding.evidence for finding in found)


def note_quoted(session: Session, stamp: Stamp, keys: Iterable[int]) -> None:
    """Add contacts whose words are shown to the access log: ids alone."""
    AuditLog(session).note_accesses(at=stamp.at, actor_id=stamp.by, kind=KIND, contact_ids=keys)

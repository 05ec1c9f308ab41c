"""One stored contact with all that is claimed about it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.domain.attribution import Analysis
from voc.domain.moments import MomentKind
from voc.errors import NotFoundError
from voc.storage.analyses import Analyses, AnalysisEntry
from voc.storage.contacts import Contacts, StoredContact, WaitingSurveys
from voc.storage.counting import Counts
from voc.storage.reviews import Reviews, StoredReview


@dataclass(frozen=True, slots=True)
class Shown:
    """A stored contact, its current analysis (None where it was not analysed), and every analysis ever made of it.

    `review` is the one that goes before the analysis, None where nobody decided.
    """

    stored: StoredContact
    analysis: Analysis | None
    history: tuple[AnalysisEntry, ...]
    review: StoredReview | None = None


def show(session: Session, external_id: str, *, source: str | None = None) -> Shown:
    """The contact that an id belongs to; NotFoundError for an unknown one and for a survey that waits for its call."""
    stored = Contacts(session).find(external_id, source=source)
    if isinstance(stored, WaitingSurveys):
        raise NotFoundError(f"{external_id} 是调查答复，所指的会话 {stored.conversation_id} 还没有导入，暂不单独分析")
    analyses = Analyses(session)
    review = Reviews(session).counting([stored.key]).get(stored.key)
    return Shown(stored, analyses.current(stored.key), analyses.history(stored.key), review)


def most_telling_call(session: Session) -> Shown | None:
    """The call that shows most: with a low point and words of the call as evidence, and the surest of those."""
    ids = sorted(
        c.contact_id
        for c in Counts(session).counted()
        if not c.verdict.pending and any(not e.in_comment for f in c.verdict.findings for e in f.evidence)
    )
    shown = [show(session, contact_id) for contact_id in ids]
    return min(shown, key=lambda s: (-_surety(s.analysis), s.stored.contact.id), default=None)


def _surety(analysis: Analysis | None) -> float:
    low = analysis is not None and any(m.kind is MomentKind.PEAK for m in analysis.moments)
    return analysis.confidence if analysis is not None and low else 0.0

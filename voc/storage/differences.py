"""The analyses that count beside those of another version, contact by contact."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voc.domain.attribution import Analysis, AnalysisVersion
from voc.domain.difference import Compared
from voc.storage.analyses import is_current, read_attributions
from voc.storage.claims import analysis_of
from voc.storage.tables import AnalysisRow, ContactRow, RecordRow
from voc.storage.versions import read_versions, version_key

_BEFORE, _AFTER = aliased(AnalysisRow), aliased(AnalysisRow)


def compared_after(
    session: Session, version: AnalysisVersion, *, after_key: int, limit: int
) -> tuple[tuple[int, Compared], ...]:
    """Live contacts that another version analysed as they are now, beside what counts for them, with their keys.

    Ascending, above `after_key`, at most `limit`; analyses without their course (valences, phases, moments). Contacts
    for which nothing counts yet are not among them.
    """
    key = version_key(session, version)
    same = [_BEFORE.contact_id == ContactRow.id, _BEFORE.contact_revision == ContactRow.revision]
    other = [_AFTER.contact_id == ContactRow.id, _AFTER.contact_revision == ContactRow.revision]
    statement = (
        sa.select(ContactRow.id, RecordRow.source, RecordRow.external_id, _BEFORE.id, _AFTER.id)
        .join(RecordRow, RecordRow.id == ContactRow.id)
        .join(_BEFORE, sa.and_(*same, _BEFORE.version_id == ContactRow.version_id))
        .join(_AFTER, sa.and_(*other, _AFTER.version_id == key))
        .where(ContactRow.dissolved_at.is_(None), ContactRow.id > after_key)
        .order_by(ContactRow.id)
        .limit(limit)
    )
    found = session.execute(statement).all()
    names = {analysis: name for _, _, name, before, after in found for analysis in (before, after)}
    analyses = dict(_verdicts(session, names))
    return tuple(
        (contact, Compared(source, analyses[before], analyses[after])) for contact, source, _, before, after in found
    )


def analysed_after(session: Session, *, after_key: int, limit: int) -> tuple[int, ...]:
    """Keys of live contacts for which an analysis counts: ascending, above `after_key`, at most `limit`."""
    statement = _analysed().where(ContactRow.id > after_key).order_by(ContactRow.id).limit(limit)
    return tuple(session.scalars(statement))


def count_analysed(session: Session) -> int:
    """How many keys `analysed_after` has in all."""
    return session.scalar(sa.select(sa.func.count()).select_from(_analysed().subquery())) or 0


def _analysed() -> sa.Select[int]:
    return sa.select(ContactRow.id).join(AnalysisRow, is_current()).where(ContactRow.dissolved_at.is_(None))


def _verdicts(session: Session, names: dict[int, str]) -> Iterator[tuple[int, Analysis]]:
    table: Any = AnalysisRow.__table__
    versions, attributions = read_versions(session), read_attributions(session, names)
    for row in session.execute(sa.select(table).where(table.c.id.in_(names))):
        yield (
            row.id,
            analysis_of(
                row,
                contact_id=names[row.id],
                version=versions[row.version_id],
                attributions=attributions[row.id],
            ),
        )

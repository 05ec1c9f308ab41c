"""Analysis versions and their keys."""

from collections.abc import Iterable
from dataclasses import astuple, fields

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.attribution import AnalysisVersion
from voc.storage.bulk import insert_rows
from voc.storage.tables import AnalysisVersionRow

_PARTS = tuple(field.name for field in fields(AnalysisVersion))
_COLUMNS = tuple(AnalysisVersionRow.__table__.c[name] for name in _PARTS)


def version_key(session: Session, version: AnalysisVersion) -> int | None:
    """The key of a version; None when nothing was analysed under it."""
    same = [column == part for column, part in zip(_COLUMNS, astuple(version), strict=True)]
    return session.scalar(sa.select(AnalysisVersionRow.id).where(*same))


def version_keys(session: Session, versions: Iterable[AnalysisVersion]) -> dict[AnalysisVersion, int]:
    """The keys of versions, each stored when it is new."""
    keys = {}
    for version in dict.fromkeys(versions):
        key = version_key(session, version)
        if key is None:
            insert_rows(session, AnalysisVersionRow, [dict(zip(_PARTS, astuple(version), strict=True))])
            key = version_key(session, version)
        if key is None:
            raise AssertionError("a version that was just stored is there")
        keys[version] = key
    return keys


def read_versions(session: Session) -> dict[int, AnalysisVersion]:
    """All versions by key; there is one a release, not one a contact."""
    rows = session.execute(sa.select(AnalysisVersionRow.id, *_COLUMNS).order_by(AnalysisVersionRow.id))
    return {key: AnalysisVersion(*parts) for key, *parts in rows}

"""What was claimed about each revision of each contact, under each version. Nothing stored here is ever changed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.attribution import Analysis, AnalysisVersion, Attribution, Evidence
from voc.errors import NotFoundError
from voc.storage.bulk import batches, insert_rows, inserted_keys, rows_in
from voc.storage.claims import (
    analysis_of,
    analysis_values,
    attribution_of,
    attribution_values,
    evidence_of,
    evidence_values,
    moment_of,
    moment_values,
)
from voc.storage.locking import Lock, lock
from voc.storage.tables import AnalysisRow, AttributionRow, ContactRow, EvidenceRow, MomentRow, RecordRow
from voc.storage.versions import read_versions, version_key, version_keys

_ANALYSIS = AnalysisRow.__table__
_NATURAL = "contact_id", "contact_revision", "version_id"


@dataclass(frozen=True, slots=True)
class AnalysisEntry:
    """One analysis in the history of a contact."""

    contact_revision: int
    version: AnalysisVersion
    analysed_at: datetime


class Analyses:
    """The analyses of all contacts. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, analyses: Sequence[tuple[int, int, Analysis]], *, at: datetime) -> int:
        """Store analyses, each with the key and the revision of its contact; how many were not there before.

        One that is there for the same contact, revision and version stays as it is. Either way it becomes the current
        analysis of its contact, if the contact still has that revision; the last of several does.
        """
        count, names = self._store(analyses, at)
        self._make_current(names)
        return count

    def add(self, analyses: Sequence[tuple[int, int, Analysis]], *, at: datetime) -> int:
        """Like `save`, but beside what counts: no contact goes by them until `make_current`."""
        return self._store(analyses, at)[0]

    def make_current(self, version: AnalysisVersion) -> int:
        """Go by this version's analyses wherever it has one of the contact as it is (a return to an earlier version).

        Returns how many contacts now go by it that did not before.
        """
        lock(self._session, Lock.CONTACTS)
        key = version_key(self._session, version)
        if key is None:
            return 0
        known = sa.exists().where(
            AnalysisRow.contact_id == ContactRow.id,
            AnalysisRow.contact_revision == ContactRow.revision,
            AnalysisRow.version_id == key,
        )
        wanted = known & ContactRow.version_id.is_distinct_from(key)
        count = self._session.scalar(sa.select(sa.func.count()).select_from(ContactRow).where(wanted)) or 0
        self._session.execute(
            sa.update(ContactRow).where(wanted).values(version_id=key), execution_options={"synchronize_session": False}
        )
        return count

    def current(self, key: int) -> Analysis | None:
        """The analysis that counts; None while a contact, as it is now, was not analysed, or when it is dissolved."""
        live = ContactRow.id == key, ContactRow.dissolved_at.is_(None)
        row = self._session.execute(sa.select(_ANALYSIS).join(ContactRow, is_current()).where(*live)).one_or_none()
        return None if row is None else self._whole(row)

    def verdicts(self, keys: Collection[int]) -> dict[int, Analysis]:
        """The analyses that count, by the key of their contact, without the course of the call (see `current`)."""
        columns = [column for column in _ANALYSIS.c if column.name not in ("valences", "phases")]
        statement: sa.Select[Any] = sa.select(*columns, RecordRow.external_id).join(ContactRow, is_current())
        statement = statement.join(RecordRow, RecordRow.id == ContactRow.id).where(ContactRow.dissolved_at.is_(None))
        rows = list(rows_in(self._session, statement, ContactRow.id, keys))
        versions = read_versions(self._session)
        claims = read_attributions(self._session, [row.id for row in rows])
        return {
            row.contact_id: analysis_of(
                row,
                contact_id=row.external_id,
                version=versions[row.version_id],
                attributions=claims.get(row.id, ()),
            )
            for row in rows
        }

    def history(self, key: int) -> tuple[AnalysisEntry, ...]:
        """Every analysis of a contact, in the order in which they were stored."""
        versions = read_versions(self._session)
        columns = AnalysisRow.contact_revision, AnalysisRow.version_id, AnalysisRow.analysed_at
        statement = sa.select(*columns).where(AnalysisRow.contact_id == key).order_by(AnalysisRow.id)
        return tuple(
            AnalysisEntry(number, versions[version], at) for number, version, at in self._session.execute(statement)
        )

    def read(self, key: int, revision: int, version: AnalysisVersion) -> Analysis:
        """One version's analysis of one revision of a contact; NotFoundError when there is none."""
        row = self._session.execute(
            sa.select(_ANALYSIS).where(
                AnalysisRow.contact_id == key,
                AnalysisRow.contact_revision == revision,
                AnalysisRow.version_id == version_key(self._session, version),
            )
        ).one_or_none()
        if row is None:
            raise NotFoundError(f"键为 {key} 的接触第 {revision} 版没有版本 {version} 的分析")
        return self._whole(row)

    def _store(
        self, analyses: Sequence[tuple[int, int, Analysis]], at: datetime
    ) -> tuple[int, list[tuple[int, int, int]]]:
        """Insert what is new; how many, and the names of all."""
        lock(self._session, Lock.CONTACTS)
        versions = version_keys(self._session, (analysis.version for _, _, analysis in analyses))
        named = [((key, number, versions[analysis.version]), analysis) for key, number, analysis in analyses]
        present = self._present({key for key, _, _ in analyses})
        fresh: dict[tuple[int, int, int], Analysis] = {}
        for name, analysis in named:
            if name not in present:
                fresh.setdefault(name, analysis)
        self._insert(fresh, at)
        return len(fresh), [name for name, _ in named]

    def _present(self, keys: Collection[int]) -> set[tuple[int, int, int]]:
        statement = sa.select(AnalysisRow.contact_id, AnalysisRow.contact_revision, AnalysisRow.version_id)
        return {
            (row.contact_id, row.contact_revision, row.version_id)
            for row in rows_in(self._session, statement, AnalysisRow.contact_id, keys)
        }

    def _insert(self, fresh: dict[tuple[int, int, int], Analysis], at: datetime) -> None:
        rows = [
            dict(zip(_NATURAL, name, strict=True)) | analysis_values(analysis) | {"analysed_at": at}
            for name, analysis in fresh.items()
        ]
        keys = inserted_keys(self._session, AnalysisRow, rows, _NATURAL)
        claimed = [(keys[name], analysis) for name, analysis in fresh.items()]
        insert_rows(self._session, AttributionRow, [v for k, a in claimed for v in attribution_values(k, a)])
        insert_rows(self._session, EvidenceRow, [v for k, a in claimed for v in evidence_values(k, a)])
        insert_rows(self._session, MomentRow, [v for k, a in claimed for v in moment_values(k, a)])

    def _make_current(self, names: Sequence[tuple[int, int, int]]) -> None:
        if not names:
            return
        table = ContactRow.__table__
        same = (table.c.id == sa.bindparam("key")) & (table.c.revision == sa.bindparam("number"))
        statement = sa.update(table).where(same).values(version_id=sa.bindparam("version"))
        self._session.execute(
            statement, [{"key": key, "number": number, "version": version} for key, number, version in names]
        )

    def _whole(self, row: sa.Row[Any]) -> Analysis:
        moments = sa.select(MomentRow.__table__).where(MomentRow.analysis_id == row.id).order_by(MomentRow.position)
        contact_id = self._session.scalars(sa.select(RecordRow.external_id).where(RecordRow.id == row.contact_id)).one()
        return analysis_of(
            row,
            contact_id=contact_id,
            version=read_versions(self._session)[row.version_id],
            attributions=read_attributions(self._session, [row.id])[row.id],
            valences=row.valences,
            phases=row.phases,
            moments=[moment_of(found) for found in self._session.execute(moments)],
        )


def is_current() -> sa.ColumnElement[bool]:
    """Whether an analysis is the one that its contact goes by."""
    return sa.and_(
        AnalysisRow.contact_id == ContactRow.id,
        AnalysisRow.contact_revision == ContactRow.revision,
        AnalysisRow.version_id == ContactRow.version_id,
    )


def read_attributions(session: Session, keys: Collection[int]) -> dict[int, list[Attribution]]:
    """Attributions with their evidence, in their order, by the key of their analysis."""
    evidence: dict[tuple[int, int], list[Evidence]] = defaultdict(list)
    attributions: dict[int, list[Attribution]] = defaultdict(list)
    spans = sa.select(EvidenceRow.__table__).order_by(
        EvidenceRow.analysis_id, EvidenceRow.attribution_position, EvidenceRow.position
    )
    claims = sa.select(AttributionRow.__table__).order_by(AttributionRow.analysis_id, AttributionRow.position)
    for batch in batches(sorted(keys)):
        for span in session.execute(spans.where(EvidenceRow.analysis_id.in_(batch))):
            evidence[span.analysis_id, span.attribution_position].append(evidence_of(span))
        for claim in session.execute(claims.where(AttributionRow.analysis_id.in_(batch))):
            found = evidence[claim.analysis_id, claim.position]
            attributions[claim.analysis_id].append(attribution_of(claim, found))
    return attributions

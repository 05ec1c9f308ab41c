"""Analysis without a database: records in, one line a record out, in the order of the input."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from voc.domain.attribution import Analysis
from voc.domain.contact import Contact, ContactKind
from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse
from voc.engines.local import Engine
from voc.errors import RowError
from voc.export.records import analysis_record, reported_under_record, to_line
from voc.ingest import ColumnMapping, Read, Rejected, read_object, read_records
from voc.services.progress import Progress, silent


@dataclass(slots=True)
class _Links:
    """What a first reading finds: the conversations there are, and the surveys that name one of them."""

    conversations: set[str] = field(default_factory=set)
    surveys: dict[str, list[SurveyResponse]] = field(default_factory=dict)
    records: int = 0

    def of(self, conversation: Conversation) -> tuple[SurveyResponse, ...]:
        return tuple(self.surveys.get(conversation.id, ()))

    def joins(self, survey: SurveyResponse) -> bool:
        return survey.conversation_id in self.conversations


Line = str | Rejected
# Told of each row that is left out, with its file, line and reason.
SetAside = Callable[[RowError], None]


def analyze_files(
    paths: Sequence[Path],
    *,
    engine: Engine,
    zone: tzinfo,
    mapping: ColumnMapping | None = None,
    unmasked: bool = False,
    progress: Progress = silent,
) -> Iterator[Line]:
    """One JSON line for each record, and each row that was set aside, file after file.

    The files are read twice: linked records may stand anywhere in them, and are analysed together. A record whose id
    another one of its kind had before is set aside like a row that cannot be read.
    """
    links = _find_links(paths, zone, mapping)
    rows = _rows(paths, zone, mapping)
    done = 0
    for row, analysis in _analysed(rows, links, engine):
        if isinstance(row, Rejected):
            yield row
            continue
        done += 1
        progress(done, links.records)
        yield to_line(_record(row.record, links, engine, analysis, unmasked=unmasked))


def read_contacts(
    paths: Sequence[Path], *, zone: tzinfo, mapping: ColumnMapping | None = None
) -> Iterator[Contact | Rejected]:
    """Every contact of some files, surveys joined to their calls, and each row that was set aside, in order.

    A record whose id stood before is set aside like a row that cannot be read: nothing is counted twice.
    """
    links = _find_links(paths, zone, mapping)
    for row in _rows(paths, zone, mapping):
        if isinstance(row, Rejected):
            yield row
        elif not _reported_elsewhere(row, links):
            joined = links.of(row.record) if isinstance(row.record, Conversation) else ()
            yield contact_of(row.record, joined)


def repeated(path: Path, row: Read) -> RowError:
    """Why a record is set aside whose id another one of the input has."""
    kind = "会话" if isinstance(row.record, Conversation) else "调查"
    return RowError(path.name, row.line, f"{kind}编号 {row.record.id} 前面已经有了")


def _rows(paths: Iterable[Path], zone: tzinfo, mapping: ColumnMapping | None) -> Iterator[Read | Rejected]:
    """Of the records of one kind and id the first; the others are set aside."""
    seen: set[tuple[type, str]] = set()
    for path in paths:
        for row in read_records(path, zone=zone, mapping=mapping):
            if isinstance(row, Rejected):
                yield row
            elif (named := (type(row.record), row.record.id)) in seen:
                yield Rejected(repeated(path, row), row.raw, row.header)
            else:
                seen.add(named)
                yield row


def _find_links(paths: Iterable[Path], zone: tzinfo, mapping: ColumnMapping | None) -> _Links:
    links = _Links()
    for row in _rows(paths, zone, mapping):
        if isinstance(row, Rejected):
            continue
        links.records += 1
        if isinstance(row.record, Conversation):
            links.conversations.add(row.record.id)
        elif row.record.conversation_id is not None:
            links.surveys.setdefault(row.record.conversation_id, []).append(row.record)
    return links


def analyze_one(text: str, analyze: Callable[[Contact], Analysis], *, zone: tzinfo) -> dict[str, object]:
    """The record of one JSON object as `voc analyze` would write it, masked; InputError for one that is none."""
    record = read_object(text, zone=zone)
    contact = contact_of(record, ())
    return analysis_record(analyze(contact), contact.kind)


def contact_of(record: Conversation | SurveyResponse, surveys: tuple[SurveyResponse, ...]) -> Contact:
    """The contact that a record is reported as."""
    return Contact.of(record, surveys) if isinstance(record, Conversation) else Contact(None, (record,))


def _analysed(
    rows: Iterator[Read | Rejected], links: _Links, engine: Engine
) -> Iterator[tuple[Read | Rejected, Analysis | None]]:
    """Rows with their analyses, in order, though the engine runs ahead of what is written."""
    pending: list[Read | Rejected] = []

    def contacts() -> Iterator[Contact]:
        for row in rows:
            pending.append(row)
            if isinstance(row, Read) and not _reported_elsewhere(row, links):
                record = row.record
                yield contact_of(record, links.of(record) if isinstance(record, Conversation) else ())

    for analysis in engine.analyze(contacts(), mask=True):
        while isinstance(row := pending.pop(0), Rejected) or _reported_elsewhere(row, links):
            yield row, None
        yield row, analysis
    for row in pending:
        yield row, None


def _reported_elsewhere(row: Read, links: _Links) -> bool:
    return isinstance(row.record, SurveyResponse) and links.joins(row.record)


def _record(
    record: Conversation | SurveyResponse, links: _Links, engine: Engine, analysis: Analysis | None, *, unmasked: bool
) -> dict[str, object]:
    if isinstance(record, Conversation):
        kind, contact = ContactKind.CONVERSATION, contact_of(record, links.of(record))
    else:
        kind, contact = ContactKind.SURVEY_RESPONSE, contact_of(record, ())
        if analysis is None:
            return reported_under_record(record.id, str(record.conversation_id), engine.version)
    assert analysis is not None
    return analysis_record(analysis, kind, unmasked=contact if unmasked else None)

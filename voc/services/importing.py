"""Files into the database, masked, joined to contacts and analysed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain
from pathlib import Path

from sqlalchemy.orm import Session

from voc.domain.attribution import Analysis
from voc.domain.contact import Contact
from voc.domain.conversation import Conversation
from voc.domain.fingerprint import fingerprint
from voc.domain.sequences import chunked
from voc.domain.survey import SurveyResponse
from voc.engines.local import Engine
from voc.errors import InputError, RowError
from voc.ingest import ColumnMapping, Read, Rejected, RejectsFile, read_records
from voc.nlp.privacy import masked_conversation, masked_survey
from voc.services.progress import Progress, silent
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.records import Records

CHUNK_RECORDS = 500
CHUNK_CHARACTERS = 500_000
CHUNK_PASSED = 1_000
READ_AT_ONCE = 50
DEFAULT_SOURCE = "default"

Record = Conversation | SurveyResponse
UnitOfWork = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of the records of one file; `rejects` is where the rows set aside are, None where there were none."""

    file: str
    new_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0
    rejected_count: int = 0
    analysed_count: int = 0
    rejects: Path | None = None
    first_errors: tuple[RowError, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that gives nothing to store, and how much there was to read."""

    characters: int


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports files in chunks, each with its contacts' analyses in one transaction.

    A run that was cut off is taken up by running it again: what is there is skipped. `unit_of_work` opens a session
    whose transaction is committed when the block ends.
    """

    unit_of_work: UnitOfWork
    engine: Engine
    key: bytes
    zone: tzinfo
    clock: Callable[[], datetime]
    source: str = DEFAULT_SOURCE
    mapping: ColumnMapping | None = None

    def run(self, path: Path, *, rejects: Path, strict: bool = False, progress: Progress = silent) -> ImportSummary:
        """Import one file; rows that cannot be used go to `rejects`.

        With `strict` the first of them is an InputError, and what came before it in its chunk is not stored.
        """
        counts = [0, 0, 0, 0]
        errors: list[RowError] = []
        with RejectsFile(rejects) as set_aside:
            for chunk in chunks(self._kept(path, set_aside, errors, strict=strict)):
                for i, count in enumerate(self._store(chunk)):
                    counts[i] += count
                progress(sum(counts[:3]) + set_aside.count, None)
            rejected = set_aside.count
        return ImportSummary(
            file=path.name,
            new_count=counts[0],
            changed_count=counts[1],
            unchanged_count=counts[2],
            rejected_count=rejected,
            analysed_count=counts[3],
            rejects=rejects if rejected else None,
            first_errors=tuple(errors),
        )

    def _kept(self, path: Path, set_aside: RejectsFile, errors: list[RowError], *, strict: bool) -> Iterator[Read]:
        for row in read_records(path, zone=self.zone, mapping=self.mapping):
            if isinstance(row, Rejected):
                if strict:
                    raise InputError(str(row.error))
                set_aside.write(row)
                errors += [row.error] if len(errors) < 3 else []
            else:
                yield row

    def _store(self, chunk: Sequence[Read]) -> tuple[int, int, int, int]:
        now = self.clock()
        records = masked_records(chunk, key=self.key)
        with self.unit_of_work() as session:
            outcome = Records(session).store(self.source, records, at=now)
            analyses = analysed(session, outcome.contact_keys, self.engine)
            Analyses(session).save(analyses, at=now)
        return outcome.new_count, outcome.changed_count, outcome.unchanged_count, len(analyses)


def analysed(session: Session, keys: Sequence[int], engine: Engine) -> list[tuple[int, int, Analysis]]:
    """Analyses of the contacts that say something, each with the key and the revision of its contact.

    Contacts are read as the engine takes them, so that few are held beside the chunk that is being stored.
    """
    named: list[tuple[int, int]] = []

    def taken() -> Iterator[Contact]:
        for stored in chain.from_iterable(map(Contacts(session).load, chunked(keys, READ_AT_ONCE))):
            if stored.contact.answered:
                named.append((stored.key, stored.revision))
                yield stored.contact

    analyses = list(engine.analyze(taken(), mask=False))
    return [(*name, analysis) for name, analysis in zip(named, analyses, strict=True)]


def masked_records(chunk: Sequence[Read], *, key: bytes) -> list[tuple[Record, str]]:
    """Records as they may be stored, each with the hash of what was given."""
    return [(_masked(row.record, key), fingerprint(row.record, key=key)) for row in chunk]


def _masked(record: Record, key: bytes) -> Record:
    if isinstance(record, Conversation):
        return masked_conversation(record, key=key)
    return masked_survey(record, key=key)


def chunks(rows: Iterable[Read | Passed], *, records: int = CHUNK_RECORDS) -> Iterator[list[Read]]:
    """Bounded by records and by characters, so that memory does not depend on what is in a file.

    Rows that were passed over end a chunk too, even an empty one, so that its reader goes on being heard of.
    """
    chunk: list[Read] = []
    characters = passed = 0
    for row in rows:
        if isinstance(row, Passed):
            passed += 1
        else:
            chunk.append(row)
        characters += row.characters if isinstance(row, Passed) else characters_of(row.record)
        if len(chunk) >= records or passed >= CHUNK_PASSED or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters, passed = [], 0, 0
    if chunk or passed:
        yield chunk


def characters_of(record: Record) -> int:
    """How much a record says."""
    if isinstance(record, Conversation):
        return sum(len(u.text) for u in record.utterances)
    return len(record.comment)


def rejects_name(name: str) -> str:
    """What the rejects of an input are called: those of spreadsheets are CSV.

    >>> rejects_name("calls.jsonl.gz"), rejects_name("s.xlsx"), rejects_name("标准输入")
    ('calls.rejects.jsonl', 's.rejects.csv', '标准输入.rejects.txt')
    """
    stem, dot, ending = name.removesuffix(".gz").rpartition(".")
    kept = {"xlsx": "csv", "json": "jsonl"}.get(ending.lower(), ending) if dot else "txt"
    return f"{stem if dot else ending}.rejects.{kept}"


def reanalyze(
    *, unit_of_work: UnitOfWork, engine: Engine, clock: Callable[[], datetime], progress: Progress = silent
) -> int:
    """Analyse every contact that this version has not analysed as it is now; returns how many. Earlier ones stay."""
    with unit_of_work() as session:
        Analyses(session).make_current(engine.version)
        total = Contacts(session).count_unanalysed(engine.version)
    done = after = 0
    while True:
        with unit_of_work() as session:
            keys = Contacts(session).unanalysed(engine.version, after_key=after, limit=CHUNK_RECORDS)
            Analyses(session).save(analysed(session, keys, engine), at=clock())
        if not keys:
            return done
        done, after = done + len(keys), keys[-1]
        progress(done, total)

"""A store for tests: a database, an engine, and what is asked of them most."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from voc.engines.local import Engine, OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.importing import Importer, ImportSummary
from voc.services.showing import Shown, show
from voc.storage.counting import Counts, Statistics
from voc.storage.engine import sessions

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
KEY = b"a key for tests that is long enough"


@dataclass(frozen=True, slots=True)
class Store:
    """`feed` imports a file; rejects go beside it."""

    database: Database
    engine: Engine

    def work(self) -> AbstractContextManager[Session]:
        return sessions(self.database).begin()

    def importer(self, *, source: str = "default") -> Importer:
        return Importer(
            unit_of_work=self.work, engine=self.engine, key=KEY, zone=SHANGHAI, clock=lambda: NOW, source=source
        )

    def feed(self, path: Path, *, strict: bool = False, source: str = "default") -> ImportSummary:
        return self.importer(source=source).run(path, rejects=path.with_suffix(".rejects.jsonl"), strict=strict)

    def statistics(self) -> Statistics:
        with self.work() as session:
            return Counts(session).statistics()

    def shown(self, id: str, *, source: str | None = None) -> Shown:
        with self.work() as session:
            return show(session, id, source=source)


def renamed(analyzer: Analyzer, model: str) -> OneByOne:
    """The same analyzer under the name of another model, so that it counts as another version."""
    return OneByOne(replace(analyzer, version=replace(analyzer.version, model=model)))


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    """New, changed, unchanged, rejected, analysed."""
    return (
        summary.new_count,
        summary.changed_count,
        summary.unchanged_count,
        summary.rejected_count,
        summary.analysed_count,
    )

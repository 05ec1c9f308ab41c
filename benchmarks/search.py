"""Search of two-character words in many utterances, on SQLite and on a throwaway PostgreSQL, beside a scan by LIKE.

    python benchmarks/search.py [--utterances 200000] [--rounds 20]

The utterances are those of the sample calls, put together anew in calls of 20, with other digits. For each word, from
rare to common: how many utterances hold it, and the p50 and p95 of the milliseconds for a first page of 20 contacts
with all their texts that hold it, highlighted, and the processor time of this program
in it; `LIKE` is the time of the database alone for the newest 20 utterances,
and for all. Every word must give the same pages on both databases, and all pages together the contacts that a look into
every text gives. Exit code 1 when it does not, or when a p95 is 50 ms or more.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402
from sqlalchemy.engine import Engine  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

from tests.postgresql import running_server  # noqa: E402
from voc.domain.conversation import Conversation, Utterance  # noqa: E402
from voc.domain.reading import read  # noqa: E402
from voc.ingest import Read, read_records  # noqa: E402
from voc.nlp.language import shipped_language  # noqa: E402
from voc.services.searching import Page, Query, search_contacts  # noqa: E402
from voc.storage.engine import create_engine, reading_sessions, sessions, upgrade  # noqa: E402
from voc.storage.records import Records  # noqa: E402

WORDS = ("黑屏", "年费", "投诉", "转账", "银行", "您好", "一下")
CALL = 20
MOST_MS = 50.0
AT = datetime(2026, 11, 9, tzinfo=UTC)


def calls(count: int) -> Iterator[Conversation]:
    """Calls of 20 utterances of the samples, `count` utterances in all, the same ones each time."""
    chance = random.Random(4)
    rows = read_records(ROOT / "data/samples/calls.jsonl", zone=ZoneInfo("Asia/Shanghai"))
    records = [row.record for row in rows if isinstance(row, Read)]
    said = [u for record in records if isinstance(record, Conversation) for u in record.utterances]
    for number in range(count // CALL):
        chosen = [chance.choice(said) for _ in range(CALL)]
        yield Conversation(f"C-{number:06}", tuple(Utterance(u.speaker, varied(u.text, chance)) for u in chosen))


def varied(text: str, chance: random.Random) -> str:
    return re.sub("[0-9]", lambda _: str(chance.randrange(10)), text)


def fill(database: Engine, records: Sequence[Conversation]) -> float:
    """Store the calls in chunks, as an import does; seconds."""
    start = time.perf_counter()
    for first in range(0, len(records), 500):
        with sessions(database).begin() as session:
            Records(session).store("b", [(r, r.id) for r in records[first : first + 500]], at=AT)
    taken = time.perf_counter() - start
    # What the server does by itself within a minute or two.
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if database.dialect.name == "postgresql" else "PRAGMA optimize")
    return taken


def page(database: Engine, word: str, after: int | None = None) -> Page:
    with reading_sessions(database).begin() as session:
        return search_contacts(session, Query(word), language=LANGUAGE, lists={}, after=after)


def every_contact(database: Engine, word: str) -> list[str]:
    found = page(database, word)
    ids = [one.heading.id for one in found.contacts]
    while found.after is not None:
        found = page(database, word, found.after)
        ids += [one.heading.id for one in found.contacts]
    return ids


def scan(session: Session, word: str, limit: int | None) -> None:
    statement = sa.text(
        "SELECT record_id, position FROM utterance WHERE text LIKE :word ORDER BY record_id DESC, position"
        + ("" if limit is None else f" LIMIT {limit}")
    )
    session.execute(statement, {"word": f"%{word}%"}).all()


def milliseconds(rounds: int, run: Callable[[], object]) -> tuple[float, float, float]:
    """p50, p95 and the mean of this process's own processor time, after one run that does not count."""
    run()
    own = time.process_time()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    own = 1000 * (time.process_time() - own) / rounds
    return taken[len(taken) // 2], taken[min(len(taken) - 1, int(0.95 * len(taken)))], own


def measure(name: str, database: Engine, records: Sequence[Conversation], rounds: int) -> bool:
    print(f"\n{name}：存入 {fill(database, records):.1f} 秒")
    print(f"{'词':4}{'句数':>8}{'接触':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'LIKE 20':>9}{'LIKE 全部':>9}")
    good = True
    for word in WORDS:
        counts = {r.id: sum(word in read(u.text).text for u in r.utterances) for r in records}
        holding, count = [id for id, own in counts.items() if own], sum(counts.values())
        p50, p95, own = milliseconds(rounds, lambda word=word: page(database, word))
        with reading_sessions(database).begin() as session:
            some = milliseconds(3, lambda word=word: scan(session, word, 20))[0]
            whole = milliseconds(3, lambda word=word: scan(session, word, None))[0]
        print(
            f"{word:4}{count:>8,}{len(holding):>8,}{p50:>9.1f}{p95:>9.1f}{own:>9.1f}{some:>9.1f}{whole:>9.1f}",
            flush=True,
        )
        same = every_contact(database, word) == list(reversed(holding))
        if not same:
            print(f"{word}：结果与逐句查看不同")
        good = good and same and p95 < MOST_MS
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--utterances", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    records = list(calls(asked.utterances))
    print(f"{sum(len(r.utterances) for r in records):,} 句，{len(records):,} 通")
    with tempfile.TemporaryDirectory(prefix="voc-search-") as folder, running_server() as server:
        good = []
        for name, url in (("SQLite", f"sqlite:///{folder}/voc.sqlite"), ("PostgreSQL", server.new_database())):
            database = create_engine(url)
            upgrade(database)
            good.append(measure(name, database, records, asked.rounds))
            database.dispose()
    print("\n结果一致，全部不到 50 毫秒" if all(good) else "\n没有达到")
    sys.exit(0 if all(good) else 1)


LANGUAGE = shipped_language()

if __name__ == "__main__":
    main()

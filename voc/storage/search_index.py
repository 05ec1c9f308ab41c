"""The index over searchable texts: each character in full-text search on SQLite, pairs of characters on PostgreSQL.

Both give all texts that hold a phrase, and may give a few more: who asks looks into the text. PostgreSQL's own full
text search keeps at most 255 places of a word and none beyond the 16,383rd, so it would miss phrases of long texts;
an array of numbers has no such bounds and needs no look at the row.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from voc.domain.search import grams, grams_of_phrase, searchable
from voc.storage.copying import copy_rows

_NAME = "search_index"
_GIN = f"ix_{_NAME}_grams"
_TEXTS = 20_000
# So many of the newest texts are looked through one by one before the index is asked.
_NEWEST = 5_000
# No part of the tables that migrations are compared with: on each database it is another.
_GRAMS = sa.Table(
    _NAME,
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("grams", ARRAY(sa.Integer), nullable=False),
)
_FULL_TEXT = sa.table(_NAME, sa.column("rowid", sa.Integer), sa.column("characters", sa.Text), sa.column(_NAME))


def create_index(connection: Connection) -> None:
    """An empty index."""
    if connection.dialect.name == "postgresql":
        _GRAMS.create(connection)
        # New entries wait in a list of at most 64 MB, which `add_texts` empties: many at once take a tenth of the time.
        connection.exec_driver_sql(
            f"CREATE INDEX {_GIN} ON {_NAME} USING gin (grams) WITH (gin_pending_list_limit = 65536)"
        )
    else:
        # Without a copy of the texts and without their places: every pair of characters is checked in the text anyway.
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {_NAME} USING fts5(characters, content='', columnsize=0, tokenize='ascii')"
        )


def drop_index(connection: Connection) -> None:
    connection.exec_driver_sql(f"DROP TABLE {_NAME}")


def add_texts(session: Session, texts: Iterable[tuple[int, str]]) -> None:
    """Put texts into the index by the keys of their rows."""
    rest = iter(texts)
    while batch := list(islice(rest, _TEXTS)):
        if session.connection().dialect.name == "postgresql":
            copy_rows(session, _GRAMS, [{"id": key, "grams": list(grams(text))} for key, text in batch])
            session.execute(sa.select(sa.func.gin_clean_pending_list(_GIN)))
        else:
            rows = [{"rowid": key, "characters": " ".join(searchable(text))} for key, text in batch]
            session.execute(sa.insert(_FULL_TEXT), rows)


def keys_holding(session: Session, phrases: Sequence[str], *, before: int | None, limit: int) -> list[int]:
    """Keys of texts that may hold one of some phrases, below a key, the highest first."""
    if session.connection().dialect.name == "postgresql":
        return _by_grams(session, phrases, before, limit)
    key, index = _FULL_TEXT.c.rowid, _FULL_TEXT.c[_NAME]
    statement = sa.select(key).where(index.op("MATCH")(" OR ".join(map(_quoted, phrases))))
    return list(session.scalars(_below(statement, key, before).order_by(key.desc()).limit(limit)))


def _by_grams(session: Session, phrases: Sequence[str], before: int | None, limit: int) -> list[int]:
    """A common phrase is soon found going down the keys, a rare one by the index.

    Which of the two it is the server could only guess, and going down all keys for a phrase that is nowhere takes long.
    """
    key, held = _GRAMS.c.id, _held(phrases)
    newest = _below(sa.select(key), key, before).order_by(key.desc()).offset(_NEWEST).limit(1)
    first = session.scalar(newest) or 0
    statement = sa.select(key).where(held)
    found = _below(statement.where(key > first), key, before).order_by(key.desc()).limit(limit)
    keys = list(session.scalars(found))
    if first and len(keys) < limit:
        # Sorted by a sum, for which there is no index: that leaves the one over grams.
        rest = statement.where(key <= first).order_by((key + 0).desc()).limit(limit - len(keys))
        keys += session.scalars(_below(rest, key, before))
    return keys


def may_hold(session: Session, key: sa.ColumnElement[int], phrases: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether the text of a row may hold one of some phrases; all may where asking the index row by row takes longer.

    That is so on SQLite, whose texts are at hand in the same process.
    """
    if session.connection().dialect.name == "postgresql":
        return sa.exists().where(_GRAMS.c.id == key, _held(phrases))
    return sa.true()


def _held(phrases: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(_GRAMS.c.grams.contains(list(grams_of_phrase(phrase))) for phrase in phrases))


def _below(statement: sa.Select[int], key: sa.ColumnElement[int], before: int | None) -> sa.Select[int]:
    return statement if before is None else statement.where(key < before)


def _quoted(phrase: str) -> str:
    """A phrase of single characters, in the language of FTS5."""
    return '"' + " ".join(searchable(phrase)) + '"'

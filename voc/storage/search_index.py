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
_TEXTS = 10_000
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
        connection.exec_driver_sql(f"CREATE INDEX ix_{_NAME}_grams ON {_NAME} USING gin (grams)")
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
        else:
            rows = [{"rowid": key, "characters": " ".join(searchable(text))} for key, text in batch]
            session.execute(sa.insert(_FULL_TEXT), rows)


def keys_holding(session: Session, phrases: Sequence[str], *, before: int | None, limit: int) -> list[int]:
    """Keys of texts that may hold one of some phrases, below a key, the highest first."""
    if session.connection().dialect.name == "postgresql":
        key = _GRAMS.c.id
        held = sa.or_(*(_GRAMS.c.grams.contains(list(grams_of_phrase(phrase))) for phrase in phrases))
    else:
        key = _FULL_TEXT.c.rowid
        held = _FULL_TEXT.c[_NAME].op("MATCH")(" OR ".join(map(_quoted, phrases)))
    statement = sa.select(key).where(held).order_by(key.desc()).limit(limit)
    return list(session.scalars(statement if before is None else statement.where(key < before)))


def _quoted(phrase: str) -> str:
    """A phrase of single characters, in the language of FTS5."""
    return '"' + " ".join(searchable(phrase)) + '"'

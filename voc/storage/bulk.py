"""Many rows at a time, within the number of variables a statement may have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.storage.columns import Base
from voc.storage.copying import copy_rows, next_keys

BATCH = 500

T = TypeVar("T")
Key = TypeVar("Key", int, str)
Ts = TypeVarTuple("Ts")


def batches(values: Iterable[T], size: int = BATCH) -> Iterator[tuple[T, ...]]:
    """Tuples of at most `size` values, in order.

    >>> list(batches("abcde", 2))
    [('a', 'b'), ('c', 'd'), ('e',)]
    """
    rest = iter(values)
    while batch := tuple(islice(rest, size)):
        yield batch


def insert_rows(session: Session, row: type[Base], values: Sequence[Mapping[str, object]]) -> None:
    """Insert by column name, past the unit of work; every mapping names the same columns. On PostgreSQL by COPY.

    One row goes in by an insert there too: the server keeps its plan, and a COPY takes three turns.
    """
    if not values:
        return
    if len(values) > 1 and session.connection().dialect.name == "postgresql":
        copy_rows(session, row.__table__, values)
    else:
        session.execute(sa.insert(row.__table__), list(values))


def inserted_keys(
    session: Session, row: type[Base], values: Sequence[Mapping[str, object]], natural: Sequence[str]
) -> dict[tuple[Any, ...], int]:
    """Insert rows whose primary key `id` the database gives; the keys by the columns that tell the rows apart.

    The keys ascend in the order of the rows.
    """
    if not values:
        return {}
    if session.connection().dialect.name == "postgresql":
        keys = next_keys(session, row.__table__, len(values))
        copy_rows(session, row.__table__, [{"id": key, **value} for key, value in zip(keys, values, strict=True)])
        return {tuple(value[name] for name in natural): key for key, value in zip(keys, values, strict=True)}
    columns = row.__table__.c
    statement = sa.insert(row.__table__).returning(columns["id"], *(columns[name] for name in natural))
    return {tuple(rest): key for key, *rest in session.execute(statement, list(values))}


def update_rows(session: Session, row: type[Base], values: Sequence[Mapping[str, object]]) -> None:
    """Set columns of the rows with primary key `id`; every mapping names the same columns."""
    if not values:
        return
    table = row.__table__
    changed = [name for name in values[0] if name != "id"]
    statement = (
        sa.update(table)
        .where(table.c["id"] == sa.bindparam("key"))
        .values({name: sa.bindparam(f"new_{name}") for name in changed})
    )
    session.execute(
        statement, [{"key": value["id"]} | {f"new_{name}": value[name] for name in changed} for value in values]
    )


def rows_in(
    session: Session, statement: "sa.Select[*Ts]", column: sa.SQLColumnExpression[Any], keys: Iterable[Key]
) -> "Iterator[sa.Row[*Ts]]":
    """Rows of a statement whose column is one of the keys; batches follow the sorted, distinct keys."""
    for batch in batches(sorted(set(keys))):
        yield from session.execute(statement.where(column.in_(batch)))

"""Writers of one program on SQLite, one after another.

SQLite lets those that find the database locked look again after ever longer pauses, of up to 0.1 s, and whoever looks
at the right moment goes first. Here the next one goes on at once. Other programs wait as SQLite has them wait.
"""

from threading import Lock

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

_TURN = "voc_turn"


class WriterQueue:
    """The queue of an engine. A turn ends when its connection is given back, whatever became of the transaction."""

    def __init__(self, engine: Engine, *, patience_s: float) -> None:
        self._turn = Lock()
        self._patience_s = patience_s
        sa.event.listen(engine, "checkin", self._leave)

    def enter(self, connection: Connection) -> None:
        """Wait for a connection's turn, unless it has it; after `patience_s` SQLite is to say what becomes of it."""
        if _TURN not in connection.info and self._turn.acquire(timeout=self._patience_s):
            connection.info[_TURN] = True

    def _leave(self, _connection: object, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(_TURN, False):
            self._turn.release()

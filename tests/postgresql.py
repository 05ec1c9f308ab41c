"""A throwaway PostgreSQL: made by initdb and started by pg_ctl, as a user without rights, in a folder of its own.

Nothing listens on a network: programs reach it by a socket in a folder that only its user (and root) may enter.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine

from voc.storage.engine import create_engine, upgrade

# Nothing needs to outlive the tests, so nothing is forced to disk.
_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses= -c max_connections=120"
# Texts sort otherwise than by their code points: what must be the same on every database shows where it depends on it.
_SORTED = "LOCALE_PROVIDER icu ICU_LOCALE 'zh-Hans' ENCODING 'UTF8'"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, else where Debian puts the newest; None where there are none."""
    if (found := shutil.which("pg_ctl")) is not None and Path(found).with_name("initdb").is_file():
        return Path(found).parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


def required_binaries() -> Path:
    """The same; a test that needs them is skipped where there are none, but fails in CI."""
    if sys.platform == "win32":
        pytest.skip("a throwaway PostgreSQL needs Unix sockets")
    if (folder := binaries()) is not None:
        return folder
    reason = "initdb and pg_ctl of PostgreSQL are not installed (Debian: apt-get install postgresql)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; databases are made as they are asked for."""

    folder: Path
    numbers: Iterator[int]

    def url(self, database: str) -> URL:
        return URL.create("postgresql+psycopg", "voc", database=database, query={"host": str(self.folder)})

    def new_database(self, *, like: str | None = None) -> URL:
        """An empty database, or a copy of another one."""
        name = f"test_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {like or 'template0'}" + ("" if like else f" {_SORTED}"))
        return self.url(name)

    def new_migrated(self) -> URL:
        """A database with the tables, copied from one that is made once."""
        if not self._exists("migrated"):
            self._run(f"CREATE DATABASE migrated TEMPLATE template0 {_SORTED}")
            engine = create_engine(self.url("migrated"))
            upgrade(engine)
            engine.dispose()
        return self.new_database(like="migrated")

    def drop(self, url: URL) -> None:
        self._run(f"DROP DATABASE {url.database} WITH (FORCE)")

    def _exists(self, name: str) -> bool:
        with self._maintenance() as connection:
            statement = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
            return connection.execute(statement, {"name": name}).first() is not None

    def _run(self, statement: str) -> None:
        with self._maintenance() as connection:
            connection.exec_driver_sql(statement)

    @contextmanager
    def _maintenance(self) -> Iterator[sa.Connection]:
        engine: Engine = sa.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            yield connection


@contextmanager
def running_server() -> Iterator[Server]:
    """A server until the block ends, with all its files gone afterwards."""
    programs = required_binaries()
    folder = Path(tempfile.mkdtemp(prefix="voc-pg-"))
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user, -1)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, user=user, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-A", "trust", "-U", "voc", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        log = str(folder / "log")
        run("pg_ctl", "-w", "-l", log, "-o", f"{_OPTIONS} -c unix_socket_directories={folder}", "start")
        try:
            yield Server(folder, count(1))
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _unprivileged() -> int | None:
    """Whom the server runs as: this user, or, since it refuses to run as root, one who may nothing."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names["nobody"])

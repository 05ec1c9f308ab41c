"""The service in this process: over a database of its own, with a clock that is set, and somebody of every role."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.cookies import CSRF_HEADER
from api.parts import Parts, open_parts
from tests.databases import EMBEDDED, put_migrated
from voc.domain.account import Role, User
from voc.services.accounts import add_user
from voc.services.auditing import Stamp
from voc.services.passwords import Passwords
from voc.settings import load_settings
from voc.storage.access import AssignedTo, nobody_assigned
from voc.storage.accounts import Accounts

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
PASSWORD = "a password of one's own"
# The least that argon2 takes: what is tested is not its cost.
CHEAP = Passwords(memory_kib=8, passes=1)
V1 = "/api/v1"


@dataclass(slots=True)
class Clock:
    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **passed: float) -> None:
        self.at += timedelta(**passed)


@dataclass(slots=True)
class Caller:
    """Somebody at a browser, signed in, whose pages send the session's token back."""

    client: TestClient
    user: User
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **content: Any) -> Response:
        headers = self.headers | dict(content.pop("headers", {}))
        return self.client.request(method, path if path.startswith("/") else f"{V1}/{path}", headers=headers, **content)

    def get(self, path: str, **content: Any) -> Response:
        return self.ask("GET", path, **content)

    def post(self, path: str, **content: Any) -> Response:
        return self.ask("POST", path, **content)

    def put(self, path: str, **content: Any) -> Response:
        return self.ask("PUT", path, **content)

    def delete(self, path: str, **content: Any) -> Response:
        return self.ask("DELETE", path, **content)


@dataclass(frozen=True, slots=True)
class Service:
    """`browser` is one in which nobody has signed in."""

    parts: Parts
    clock: Clock
    app: FastAPI

    def browser(self) -> TestClient:
        return TestClient(self.app, raise_server_exceptions=False)

    def add(self, name: str, *roles: Role, **links: Any) -> User:
        """A user with a password of their own."""
        user = User(f"u-{name}", name, frozenset(roles), **links)
        with self.parts.store.work() as session:
            add_user(session, user, passwords=CHEAP, stamp=Stamp("tests", self.clock()))
            Accounts(session).set_password(user.id, CHEAP.hash(PASSWORD), must_change=False, at=self.clock())
        return replace(user, version=2)

    def signed_in(self, user: User) -> Caller:
        client = self.browser()
        answer = client.post(f"{V1}/auth/login", json={"name": user.name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return Caller(client, user, {CSRF_HEADER: answer.json()["csrf_token"]})

    def as_(self, *roles: Role, **links: Any) -> Caller:
        """Somebody new with these roles, signed in."""
        return self.signed_in(self.add("-".join(roles), *roles, **links))


# Applications whose tests are over. Making one takes longer than most tests, and all that it keeps is its parts and its
# counts of requests.
_idle: defaultdict[tuple[object, ...], list[FastAPI]] = defaultdict(list)


def _shape(parts: Parts) -> tuple[object, ...]:
    """What of its parts an application is made for."""
    return parts.settings.secure_cookies, parts.settings.upload_limit_mb


def _app_over(parts: Parts) -> FastAPI:
    if not _idle[_shape(parts)]:
        return create_app(parts)
    app = _idle[_shape(parts)].pop()
    app.state.parts = parts
    return app


@contextmanager
def serving(folder: Path, *, assigned: AssignedTo = nobody_assigned, **settings: str) -> Iterator[Service]:
    environment: Mapping[str, str] = {"VOC_HOME": str(folder), **settings}
    clock, numbers = Clock(), count(1)
    if not (folder / EMBEDDED).exists() and "VOC_DATABASE_URL" not in settings:
        put_migrated(folder / EMBEDDED)
    parts = open_parts(
        load_settings(environment),
        clock=clock,
        ids=lambda: f"id-{next(numbers):04}",
        passwords=CHEAP,
        assigned=assigned,
    )
    app = _app_over(parts)
    try:
        yield Service(parts, clock, app)
    finally:
        _idle[_shape(parts)].append(app)
        parts.analyst.close()
        parts.store.database.dispose()

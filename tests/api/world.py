"""A bank in small: two agents in two teams, calls that two departments answer for, and somebody of every role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.api.serving import Service, serving
from tests.databases import database_in, put_database
from tests.inputs import FAULT, RULE, answer, call, write
from tests.postgresql import Server
from voc.domain.account import Role, User
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.importing import Importer
from voc.storage.access import AssignedTo
from voc.storage.contacts import Contacts, StoredContact
from voc.storage.links import Links
from voc.storage.review_tasks import ReviewTasks, given_to

OURS, THEIRS = "C-OURS", "C-THEIRS"
OUR_DEPARTMENT, THEIR_DEPARTMENT = "电子银行部", "运营管理部"
SOUND = bytes(range(256)) * 8


@dataclass(frozen=True, slots=True)
class World:
    """`ours` and `theirs` are keys of contacts: of our agent, team, department and inspector, and of others."""

    service: Service
    ours: int
    theirs: int
    people: dict[Role, User]


@contextmanager
def bank(folder: Path, analyzer: Analyzer, *, assigned: AssignedTo = given_to, **settings: str) -> Iterator[World]:
    recordings = folder / "录音"
    recordings.mkdir(parents=True)
    for name in ("ours.wav", "theirs.wav"):
        (recordings / name).write_bytes(SOUND)
    home = folder / "home"
    embedded = "VOC_DATABASE_URL" not in settings
    if embedded and _made:
        put_database(home, _made[0][0])
    with serving(home, assigned=assigned, VOC_RECORDINGS=str(recordings), **settings) as service:
        if embedded and _made:
            _, keys, people = _made[0]
        else:
            keys, people = _furnish(service, folder, analyzer)
            if embedded:
                _made.append((database_in(home), keys, people))
        yield World(service, *keys, people=dict(people))


# The database of a bank as it was first furnished in this process: every other one on SQLite is a copy of it.
_made: list[tuple[bytes, tuple[int, int], dict[Role, User]]] = []


def _furnish(service: Service, folder: Path, analyzer: Analyzer) -> tuple[tuple[int, int], dict[Role, User]]:
    _feed(service, folder, OneByOne(analyzer))
    with service.parts.store.work() as session:
        links = Links(session)
        links.add_teams(["一班", "二班"])
        links.place_agents({"A1": "一班", "A2": "二班"})
        ours, theirs = (_key(Contacts(session), name) for name in (OURS, THEIRS))
        ReviewTasks(session).add([_done(ours)], at=service.clock())
    return (ours, theirs), {role: _person(service, role) for role in Role}


@contextmanager
def bank_on(kind: str, request: pytest.FixtureRequest, folder: Path, analyzer: Analyzer) -> Iterator[World]:
    """The same on one kind of database or the other."""
    settings = {}
    if kind == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        settings["VOC_DATABASE_URL"] = server.new_migrated().render_as_string()
    with bank(folder, analyzer, **settings) as world:
        yield world


def _done(key: int) -> Task:
    """The inspector was given our call, long ago; nobody else was given any."""
    mine = {"assignee": "u-inspector", "holder": "u-inspector", "state": TaskState.DONE}
    return Task("t-ours", key, Purpose.SAMPLE, "p-before", **mine)  # type: ignore[arg-type]


def _key(contacts: Contacts, external_id: str) -> int:
    found = contacts.find(external_id)
    assert isinstance(found, StoredContact)
    return found.key


def _feed(service: Service, folder: Path, engine: OneByOne) -> None:
    path = write(
        folder / "calls.jsonl",
        call(OURS, agent_id="A1", agent_team="一班", recording_uri="ours.wav", note="工号 A1"),
        call(
            THEIRS, "座：您好，请讲", f"客：{RULE}", queue="账户服务", agent_id="A2", recording_uri="theirs.wav",
            survey={"score": 1, "scale": [1, 5], "comment": RULE},
            started_at="2026-11-03T10:00:00+08:00",
        ),
        answer("S-1", FAULT, conversation_id=OURS),
        answer("S-2", RULE, queue="账户服务", answered_at=None),
    )  # fmt: skip
    settings, store = service.parts.settings, service.parts.store
    importer = Importer(store.work, engine, b"k" * 40, settings.timezone, service.clock)
    assert importer.run(path, rejects=path.with_suffix(".rejects.jsonl")).rejected_count == 0


def _person(service: Service, role: Role) -> User:
    links: dict[Role, dict[str, object]] = {
        Role.AGENT: {"agent_id": "A1"},
        Role.TEAM_LEAD: {"team": "一班"},
        Role.DEPARTMENT: {"departments": (OUR_DEPARTMENT,)},
    }
    if role is Role.DEPARTMENT:
        with service.parts.store.work() as session:
            Links(session).add_departments([OUR_DEPARTMENT])
    return service.add(role.value, role, **links.get(role, {}))

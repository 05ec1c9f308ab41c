"""Every route, as every role, on an object of one's own and on another's. A route that is not named here fails.

What is expected is written down here once more, from the table of the house, and not taken from the program.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from httpx2 import Response

from api.routes import ALL, health
from tests.api.serving import PASSWORD, V1, Caller
from tests.api.world import World, bank
from voc.domain.account import Role, User
from voc.domain.permission import Action
from voc.nlp.analyzer import Analyzer
from voc.services.auditing import Stamp
from voc.services.tokens import add_token
from voc.storage.accounts import Accounts

I, Q, A, T, P, D, R = Role  # noqa: E741  as in the head of the table
EVERYONE = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
ADMINISTRATOR = frozenset({R})
LEADS = frozenset({Q, R})
PROPOSERS = frozenset({I, Q, P, R})
# Who may read a contact of another agent, team, department and inspector.
OF_OTHERS = frozenset({Q, P, R})

Ask = Callable[[Caller, World, bool], Response]
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Walk:
    """Who may, on one's own and on another's object; who may not gets `refused`, and `asks` does it."""

    own: frozenset[Role]
    other: frozenset[Role]
    asks: Ask
    refused: int = 403
    refused_other: int = 403


def _plain(method: str, path: str, **content: Any) -> Ask:
    return lambda caller, world, own: caller.ask(method, path, **content)


def _anyone(who: frozenset[Role], ask: Ask) -> Walk:
    """For what belongs to nobody."""
    return Walk(who, who, ask)


def _contact(ending: str = "") -> Ask:
    return lambda caller, world, own: caller.get(f"contacts/{world.ours if own else world.theirs}{ending}")


def _scratch(world: World) -> User:
    return world.service.add(f"scratch-{next(_numbers)}", Role.INSPECTOR)


def _change_user(caller: Caller, world: World, own: bool) -> Response:
    user = _scratch(world)
    with world.service.parts.store.look() as session:
        version = Accounts(session).get(user.id).version
    body = {"name": user.name, "roles": ["product"]}
    return caller.put(f"users/{user.id}", json=body, headers={"If-Match": f'"{version}"'})


def _revoke(caller: Caller, world: World, own: bool) -> Response:
    return caller.delete(f"tokens/{_token(world, caller.user, {Action.USER_READ})[0]}")


def _token(world: World, user: User, scopes: set[Action]) -> tuple[str, str]:
    at = world.service.clock()
    with world.service.parts.store.work() as session:
        made = add_token(
            session, f"t-{next(_numbers)}", user_id=user.id, name="t", scopes=frozenset(scopes),
            expires_at=at.replace(year=at.year + 1), stamp=Stamp("tests", at),
        )  # fmt: skip
    return made.token.id, made.secret


def _new_token(caller: Caller, world: World, own: bool) -> Response:
    body = {"user_id": caller.user.id, "name": "t", "scopes": ["search"], "expires_at": "2027-01-01T00:00:00Z"}
    return caller.post("tokens", json=body)


def _new_user(caller: Caller, world: World, own: bool) -> Response:
    return caller.post("users", json={"name": f"new-{next(_numbers)}", "roles": ["inspector"]})


def _department(caller: Caller, world: World, own: bool) -> dict[str, str]:
    """Those who see departments are asked about one."""
    asks = caller.user.roles & {D, I, Q, P, R}
    return {"department": "电子银行部" if own else "信用卡中心"} if asks else {}


USERS_CSV, AGENTS_CSV = "name,roles,agent_id,team,departments\n", "agent_id,team\nA1,一班\n"
ANALYZED = '{"id": "S-9", "comment": "转账一直转不出去"}'
SEES_DEPARTMENTS = frozenset({I, Q, P, D, R})

WALKS: Mapping[str, Walk] = {
    "POST /auth/login": _anyone(
        EVERYONE, lambda c, w, own: c.post("auth/login", json={"name": c.user.name, "password": PASSWORD})
    ),
    "GET /auth/me": _anyone(EVERYONE, _plain("GET", "auth/me")),
    "POST /auth/logout": _anyone(EVERYONE, _plain("POST", "auth/logout")),
    "POST /auth/password": _anyone(EVERYONE, _plain("POST", "auth/password", json={"old": PASSWORD, "new": PASSWORD})),
    "GET /contacts": _anyone(EVERYONE, _plain("GET", "contacts")),
    "GET /contacts/{key}": Walk(EVERYONE, OF_OTHERS, _contact(), refused_other=404),
    "GET /contacts/{key}/recording": Walk(EVERYONE, OF_OTHERS, _contact("/recording"), refused_other=404),
    "GET /frequencies": Walk(
        EVERYONE, EVERYONE - {D}, lambda c, w, own: c.get("frequencies", params=_department(c, w, own))
    ),
    "GET /exports/weekly/{week}": Walk(
        EVERYONE,
        EVERYONE - {D},
        lambda c, w, own: c.get("exports/weekly/2026-W45", params=_department(c, w, True) if own else _other(c)),
    ),
    "POST /analyze": _anyone(EVERYONE, _plain("POST", "analyze", content=ANALYZED)),
    "GET /taxonomy": _anyone(EVERYONE, _plain("GET", "taxonomy")),
    "GET /rules": _anyone(PROPOSERS, _plain("GET", "rules")),
    "POST /rules/test": _anyone(PROPOSERS, _plain("POST", "rules/test", json={"expression": "转账"})),
    "GET /models": _anyone(PROPOSERS, _plain("GET", "models")),
    "GET /models/{model_id}": _anyone(PROPOSERS, lambda c, w, own: c.get(f"models/{_shipped(w)}")),
    "POST /models/{model_id}/promote": _anyone(LEADS, _plain("POST", "models/none/promote", content="")),
    "POST /models/rollback": _anyone(LEADS, _plain("POST", "models/rollback", json={})),
    "GET /users": _anyone(ADMINISTRATOR, _plain("GET", "users")),
    "POST /users": _anyone(ADMINISTRATOR, _new_user),
    "GET /users/{user_id}": _anyone(ADMINISTRATOR, lambda c, w, own: c.get(f"users/{_of(c, w, own).id}")),
    "PUT /users/{user_id}": _anyone(ADMINISTRATOR, _change_user),
    "POST /users/{user_id}/reset-password": _anyone(
        ADMINISTRATOR, lambda c, w, own: c.post(f"users/{_scratch(w).id}/reset-password")
    ),
    "GET /tokens": _anyone(ADMINISTRATOR, _plain("GET", "tokens")),
    "POST /tokens": _anyone(ADMINISTRATOR, _new_token),
    "DELETE /tokens/{token_id}": _anyone(ADMINISTRATOR, _revoke),
    "GET /teams": _anyone(LEADS, _plain("GET", "teams")),
    "GET /departments": _anyone(LEADS, _plain("GET", "departments")),
    "POST /links/agents": _anyone(ADMINISTRATOR, _plain("POST", "links/agents", content=AGENTS_CSV)),
    "POST /links/users": _anyone(ADMINISTRATOR, _plain("POST", "links/users", content=USERS_CSV)),
    "GET /audit": _anyone(LEADS, _plain("GET", "audit")),
    "GET /audit/verify": _anyone(LEADS, _plain("GET", "audit/verify")),
}
# What is asked for is not there, so that nothing is changed: the answer to who may.
ABSENT = {"POST /models/{model_id}/promote": 404, "POST /models/rollback": 409}
# Without signing in.
OPEN = {"POST /auth/login", "GET /healthz", "GET /readyz", "GET /metrics"}
# Whatever the scopes of a token.
UNSCOPED = {"GET /auth/me", "POST /auth/logout", "POST /auth/password"}


def _other(caller: Caller) -> dict[str, str]:
    return {"department": "运营管理部"} if caller.user.roles & SEES_DEPARTMENTS else {}


def _of(caller: Caller, world: World, own: bool) -> User:
    return caller.user if own else world.people[A]


def _shipped(world: World) -> str:
    from voc.nlp.language import shipped_language
    from voc.services.registry import listed

    return listed(world.service.parts.registry, shipped_language())[0].id


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[World]:
    with bank(tmp_path_factory.mktemp("bank"), analyzer) as world:
        yield world


def _routes(world: World) -> set[str]:
    paths = world.service.app.openapi()["paths"]
    return {f"{method.upper()} {path.removeprefix(V1)}" for path, found in paths.items() for method in found}


def test_every_route_is_walked(world: World) -> None:
    assert _routes(world) - OPEN == set(WALKS) - OPEN
    assert _routes(world) >= OPEN


def test_no_route_is_hidden_from_the_document() -> None:
    assert all(route.include_in_schema for router in (*ALL, health.router) for route in router.routes)


@pytest.mark.parametrize("own", [True, False], ids=["own", "other"])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("route", sorted(WALKS))
def test_a_role_reaches_what_the_table_allows_and_nothing_else(world: World, route: str, role: Role, own: bool) -> None:
    walk = WALKS[route]
    caller = world.service.signed_in(world.people[role])
    answer = walk.asks(caller, world, own)
    if role in (walk.own if own else walk.other):
        assert answer.status_code == ABSENT.get(route, answer.status_code)
        assert answer.status_code < 300 or route in ABSENT, answer.text
    else:
        assert answer.status_code == (walk.refused if own else walk.refused_other)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("route", sorted(set(WALKS) - OPEN))
def test_nobody_reaches_anything_without_signing_in(world: World, route: str) -> None:
    stranger = Caller(world.service.browser(), world.people[R])
    assert WALKS[route].asks(stranger, world, True).status_code == 401


@pytest.mark.parametrize("route", sorted(set(WALKS) - OPEN - UNSCOPED))
def test_a_token_reaches_nothing_beyond_its_scopes(world: World, route: str) -> None:
    scope = Action.CALIBRATION_WRITE
    _, secret = _token(world, world.people[Q], {scope})
    program = Caller(world.service.browser(), world.people[Q], {"Authorization": f"Bearer {secret}"})
    assert WALKS[route].asks(program, world, True).status_code == 403


@pytest.mark.parametrize("route", sorted(r for r in WALKS if not r.startswith("GET") and r not in ABSENT))
def test_every_change_goes_to_the_audit_log(world: World, route: str) -> None:
    if route in ("POST /analyze", "POST /rules/test"):
        return
    caller, lead = (world.service.signed_in(world.people[role]) for role in (R, Q))
    before = lead.get("audit", params={"limit": 1}).json()["items"][0]["sequence"]
    WALKS[route].asks(caller, world, True)
    entries = lead.get("audit").json()["items"]
    assert [e for e in entries if e["sequence"] > before and e["actor_id"] == caller.user.id]


@pytest.mark.parametrize("role", list(Role))
def test_a_list_holds_the_contacts_within_reach_and_no_others(world: World, role: Role) -> None:
    caller = world.service.signed_in(world.people[role])
    found = {item["key"] for item in caller.get("contacts").json()["items"]}
    assert world.ours in found
    assert (world.theirs in found) is (role in OF_OTHERS)


@pytest.mark.parametrize("role", [P, D])
def test_who_may_not_know_the_agent_is_not_told(world: World, role: Role) -> None:
    caller = world.service.signed_in(world.people[role])
    text = caller.get(f"contacts/{world.ours}").text + caller.get("contacts").text
    assert "A1" not in text
    assert "一班" not in text
    assert caller.get("contacts", params={"agent_id": "A1"}).status_code == 403


@pytest.mark.parametrize("role", [I, Q, A, T, R])
def test_who_may_know_the_agent_is_told(world: World, role: Role) -> None:
    whole = world.service.signed_in(world.people[role]).get(f"contacts/{world.ours}").json()
    assert (whole["call"]["agent_id"], whole["call"]["agent_team"]) == ("A1", "一班")
    assert whole["call"]["metadata"] == {"note": "工号 A1"}

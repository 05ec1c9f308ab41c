"""Every route, as every role, on an object of one's own and on another's. A route that is not in `WALKS` fails."""

from collections.abc import Iterator

import pytest

from api.routes import ALL, health
from tests.api.serving import V1, Caller
from tests.api.walking import OF_OTHERS, A, D, I, P, Q, R, T
from tests.api.walks import WALKS
from tests.api.walks.access import token
from tests.api.world import World, bank
from voc.domain.account import Role
from voc.domain.permission import Action
from voc.nlp.analyzer import Analyzer

# Without signing in.
OPEN = {"POST /auth/login", "GET /healthz", "GET /readyz", "GET /metrics"}
# Whatever the scopes of a token.
UNSCOPED = {"GET /auth/me", "POST /auth/logout", "POST /auth/password"}
pytestmark = pytest.mark.slow
CHANGES = {r for r, walk in WALKS.items() if walk.noted and not walk.answers and not r.startswith("GET")}


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
        assert answer.status_code == (walk.answers or answer.status_code)
        assert answer.status_code < 300 or walk.answers, answer.text
    else:
        assert answer.status_code == (walk.refused_other if role in walk.own and not own else walk.refused)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("route", sorted(set(WALKS) - OPEN))
def test_nobody_reaches_anything_without_signing_in(world: World, route: str) -> None:
    stranger = Caller(world.service.browser(), world.people[R])
    assert WALKS[route].asks(stranger, world, True).status_code == 401


@pytest.mark.parametrize("route", sorted(set(WALKS) - OPEN - UNSCOPED))
def test_a_token_reaches_nothing_beyond_its_scopes(world: World, route: str) -> None:
    # One that this route does not ask for.
    scope = Action.TEAM_READ if " /audit" in route else Action.AUDIT_READ
    _, secret = token(world, world.people[Q], {scope})
    program = Caller(world.service.browser(), world.people[Q], {"Authorization": f"Bearer {secret}"})
    assert WALKS[route].asks(program, world, True).status_code == 403


@pytest.mark.parametrize("route", sorted(CHANGES))
def test_every_change_goes_to_the_audit_log(world: World, route: str) -> None:
    who = next(role for role in (R, Q, *Role) if role in WALKS[route].own)
    caller, lead = (world.service.signed_in(world.people[role]) for role in (who, Q))
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

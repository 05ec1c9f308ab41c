"""Accounts, contacts, counts, rules, models and the audit log."""

from collections.abc import Mapping

from httpx2 import Response

from tests.api.serving import PASSWORD, Caller
from tests.api.walking import (
    ADMINISTRATOR,
    EVERYONE,
    LEADS,
    OF_OTHERS,
    PROPOSERS,
    A,
    Ask,
    D,
    I,
    P,
    Q,
    R,
    Walk,
    anyone,
    numbers,
    plain,
)
from tests.api.world import World
from voc.domain.account import Role, User
from voc.domain.permission import Action
from voc.services.auditing import Stamp
from voc.services.tokens import add_token
from voc.storage.accounts import Accounts


def _contact(ending: str = "") -> Ask:
    return lambda caller, world, own: caller.get(f"contacts/{world.ours if own else world.theirs}{ending}")


def scratch(world: World) -> User:
    return world.service.add(f"scratch-{next(numbers)}", Role.INSPECTOR)


def _change_user(caller: Caller, world: World, own: bool) -> Response:
    user = scratch(world)
    with world.service.parts.store.look() as session:
        version = Accounts(session).get(user.id).version
    body = {"name": user.name, "roles": ["product"]}
    return caller.put(f"users/{user.id}", json=body, headers={"If-Match": f'"{version}"'})


def _revoke(caller: Caller, world: World, own: bool) -> Response:
    return caller.delete(f"tokens/{token(world, caller.user, {Action.USER_READ})[0]}")


def token(world: World, user: User, scopes: set[Action]) -> tuple[str, str]:
    at = world.service.clock()
    with world.service.parts.store.work() as session:
        made = add_token(
            session, f"t-{next(numbers)}", user_id=user.id, name="t", scopes=frozenset(scopes),
            expires_at=at.replace(year=at.year + 1), stamp=Stamp("tests", at),
        )  # fmt: skip
    return made.token.id, made.secret


def _new_token(caller: Caller, world: World, own: bool) -> Response:
    body = {"user_id": caller.user.id, "name": "t", "scopes": ["search"], "expires_at": "2027-01-01T00:00:00Z"}
    return caller.post("tokens", json=body)


def _new_user(caller: Caller, world: World, own: bool) -> Response:
    return caller.post("users", json={"name": f"new-{next(numbers)}", "roles": ["inspector"]})


def _department(caller: Caller, world: World, own: bool) -> dict[str, str]:
    """Those who see departments are asked about one."""
    asks = caller.user.roles & {D, I, Q, P, R}
    return {"department": "电子银行部" if own else "信用卡中心"} if asks else {}


ANY = {"If-Match": "*"}
USERS_CSV, AGENTS_CSV = "name,roles,agent_id,team,departments\n", "agent_id,team\nA1,一班\n"
ANALYZED = '{"id": "S-9", "comment": "转账一直转不出去"}'
SEES_DEPARTMENTS = frozenset({I, Q, P, D, R})


def _other(caller: Caller) -> dict[str, str]:
    return {"department": "运营管理部"} if caller.user.roles & SEES_DEPARTMENTS else {}


def _of(caller: Caller, world: World, own: bool) -> User:
    return caller.user if own else world.people[A]


def _shipped(world: World) -> str:
    from voc.nlp.language import shipped_language
    from voc.services.registry import listed

    return listed(world.service.parts.registry, shipped_language())[0].id


WALKS: Mapping[str, Walk] = {
    "POST /auth/login": anyone(
        EVERYONE, lambda c, w, own: c.post("auth/login", json={"name": c.user.name, "password": PASSWORD})
    ),
    "GET /auth/me": anyone(EVERYONE, plain("GET", "auth/me")),
    "POST /auth/logout": anyone(EVERYONE, plain("POST", "auth/logout")),
    "POST /auth/password": anyone(EVERYONE, plain("POST", "auth/password", json={"old": PASSWORD, "new": PASSWORD})),
    "GET /contacts": anyone(EVERYONE, plain("GET", "contacts")),
    "GET /contacts/{key}": Walk(EVERYONE, OF_OTHERS, _contact(), refused_other=404),
    "GET /contacts/{key}/recording": Walk(EVERYONE, OF_OTHERS, _contact("/recording"), refused_other=404),
    "HEAD /contacts/{key}/recording": Walk(
        EVERYONE,
        OF_OTHERS,
        lambda c, w, own: c.ask("HEAD", f"contacts/{w.ours if own else w.theirs}/recording"),
        refused_other=404,
        noted=False,
    ),
    "GET /frequencies": Walk(
        EVERYONE, EVERYONE - {D}, lambda c, w, own: c.get("frequencies", params=_department(c, w, own))
    ),
    "GET /exports/weekly/{week}": Walk(
        EVERYONE,
        EVERYONE - {D},
        lambda c, w, own: c.get("exports/weekly/2026-W45", params=_department(c, w, True) if own else _other(c)),
    ),
    "POST /analyze": anyone(EVERYONE, plain("POST", "analyze", content=ANALYZED), noted=False),
    "GET /taxonomy": anyone(EVERYONE, plain("GET", "taxonomy")),
    "GET /rules": anyone(PROPOSERS, plain("GET", "rules")),
    "POST /rules/test": anyone(PROPOSERS, plain("POST", "rules/test", json={"expression": "转账"}), noted=False),
    "GET /models": anyone(PROPOSERS, plain("GET", "models")),
    "GET /models/{model_id}": anyone(PROPOSERS, lambda c, w, own: c.get(f"models/{_shipped(w)}")),
    "POST /models/{model_id}/promote": anyone(
        LEADS, plain("POST", "models/none/promote", content="", headers=ANY), answers=404
    ),
    "POST /models/rollback": anyone(LEADS, plain("POST", "models/rollback", json={}, headers=ANY), answers=409),
    "GET /users": anyone(ADMINISTRATOR, plain("GET", "users")),
    "POST /users": anyone(ADMINISTRATOR, _new_user),
    "GET /users/{user_id}": anyone(ADMINISTRATOR, lambda c, w, own: c.get(f"users/{_of(c, w, own).id}")),
    "PUT /users/{user_id}": anyone(ADMINISTRATOR, _change_user),
    "POST /users/{user_id}/reset-password": anyone(
        ADMINISTRATOR, lambda c, w, own: c.post(f"users/{scratch(w).id}/reset-password")
    ),
    "GET /tokens": anyone(ADMINISTRATOR, plain("GET", "tokens")),
    "POST /tokens": anyone(ADMINISTRATOR, _new_token),
    "DELETE /tokens/{token_id}": anyone(ADMINISTRATOR, _revoke),
    "GET /teams": anyone(LEADS, plain("GET", "teams")),
    "GET /departments": anyone(LEADS, plain("GET", "departments")),
    "POST /links/agents": anyone(ADMINISTRATOR, plain("POST", "links/agents", content=AGENTS_CSV)),
    "POST /links/users": anyone(ADMINISTRATOR, plain("POST", "links/users", content=USERS_CSV)),
    "GET /audit": anyone(LEADS, plain("GET", "audit")),
    "GET /audit/reads": anyone(LEADS, plain("GET", "audit/reads")),
    "GET /audit/verify": anyone(LEADS, plain("GET", "audit/verify")),
}

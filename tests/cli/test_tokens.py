import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import changes, ids, noted, voc
from voc.clock import now
from voc.opening import open_store
from voc.services.passwords import secret_hash
from voc.settings import load_settings
from voc.storage.logins import Tokens


@pytest.fixture(autouse=True)
def peopled(own_home: Path, cheap_passwords: None) -> None:
    voc("users", "add", "reports", "--role", "product")


def tokens() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(voc("tokens", "list", "--json").out)
    return found


def test_a_token_is_made_for_a_user_shown_once_listed_and_revoked(monkeypatch: pytest.MonkeyPatch) -> None:
    made = voc(
        "tokens", "add", "reports", "报表系统", "--scope", "frequency.read", "--scope", "analyze", "--days", "30"
    )
    assert made.code == 0, made.err
    store = open_store(load_settings())
    with store.look() as session:
        found = Tokens(session).find(secret_hash(made.out.strip()))
        assert found is not None
        token, user = found
        assert (user.name, token.scopes) == ("reports", ("analyze", "frequency.read"))
        assert 29 <= (token.expires_at - now()).days <= 30
        assert token.stands(now())
    store.database.dispose()
    (listed,) = tokens()
    assert (listed["id"], listed["account_id"], listed["revoked_at"]) == (token.id, ids()["reports"], None)
    assert "secret" not in "".join(listed)
    monkeypatch.setenv("COLUMNS", "80")
    assert token.id in voc("tokens", "list").out
    assert "可用" in voc("tokens", "list").out
    for _ in range(2):
        assert voc("tokens", "revoke", token.id).err == f"已撤销令牌 {token.id}\n"
    assert "已撤销" in voc("tokens", "list").out
    assert tokens()[0]["revoked_at"] is not None
    assert changes("token.write") == [("token", "revoked"), ("token", "added")]
    assert {entry.object_id for entry in noted("token.write")} == {token.id}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "nobody", "报表", "--scope", "analyze"), "没有用户 nobody"),
        (("add", "reports", "报表", "--scope", "boss"), "没有范围 boss；可用 contact.read、"),
        (("add", "reports", " ", "--scope", "analyze"), "令牌的名称"),
        (("revoke", "T-9"), "没有这个令牌"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(words: tuple[str, ...], reason: str) -> None:
    refused = voc("tokens", *words)
    assert (refused.code, refused.err.count("\n"), reason in refused.err) == (1, 1, True)
    assert tokens() == []


def test_a_token_that_has_expired_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    later = now().replace(year=now().year + 2)
    voc("tokens", "add", "reports", "报表", "--scope", "analyze")
    monkeypatch.setattr("voc.cli.tokens.now", lambda: later)
    assert "过期" in voc("tokens", "list").out

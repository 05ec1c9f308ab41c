import json
import re
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from tests.cli.running import ids, voc
from voc.opening import open_store
from voc.services.auditing import Stamp, note
from voc.settings import load_settings


def _do(*statements: str) -> None:
    store = open_store(load_settings())
    with store.work() as session:
        for statement in statements:
            session.execute(sa.text(statement))
    store.database.dispose()


def test_a_sound_chain_is_told_with_its_head_for_next_time(own_home: Path) -> None:
    assert voc("audit", "verify").code == 1
    voc("users", "add", "admin", "--role", "administrator")
    values = "'2026-01-01 10:00:00', 'u', 'transcript', 1"
    _do(f"INSERT INTO access_entry (at, actor_id, kind, contact_id) VALUES ({values})")
    found = voc("audit", "verify")
    assert found.code == 0
    assert "2 条记录、1 个封存的小时都完好" in found.err
    (head,) = re.findall("[0-9a-f]{64}", found.err)
    assert voc("audit", "verify", "--head", head).code == 0
    refused = voc("audit", "verify", "--head", "0" * 64)
    assert (refused.code, "链里没有哈希为" in refused.err) == (1, True)


def test_a_chain_that_was_changed_is_told_place_by_place(own_home: Path) -> None:
    voc("users", "add", "admin", "--role", "administrator")
    _do("DROP TRIGGER audit_entry_no_update", "UPDATE audit_entry SET actor_id = 'another'")
    refused = voc("audit", "verify")
    assert refused.code == 1
    assert "第 1 条与它的哈希不符" in refused.err
    assert "审计链有 1 处对不上" in refused.err


def listed(*options: str) -> list[str]:
    return [entry["action"] for entry in json.loads(voc("audit", "list", "--json", *options).out)]


def test_entries_are_listed_by_who_what_and_when(own_home: Path, cheap_passwords: None) -> None:
    voc("users", "add", "admin", "--role", "administrator")
    voc("users", "add", "wang", "--role", "inspector")
    user_id = ids()["wang"]
    store = open_store(load_settings())
    with store.work() as session:
        note(session, Stamp(user_id, datetime(2020, 3, 1, 12, tzinfo=UTC)), "login", "user", user_id)
    store.database.dispose()
    assert listed() == ["login", "user.write", "user.write"]
    assert listed("--limit", "1") == ["login"]
    assert listed("--actor", "wang") == listed("--actor", user_id) == ["login"]
    assert listed("--object", user_id) == ["login", "user.write"]
    assert listed("--object", user_id, "--action", "user.write") == ["user.write"]
    assert listed("--until", "2020-03-01") == ["login"]
    assert listed("--since", "2020-03-02") == ["user.write", "user.write"]
    nobody = voc("audit", "list", "--actor", "没有这个人")
    assert (nobody.code, "没有用户 没有这个人" in nobody.err) == (1, True)
    unknown = voc("audit", "list", "--action", "user.wirte")
    assert (unknown.code, unknown.out) == (1, "")
    assert "没有名为 user.wirte 的动作；相近的有 user.write" in unknown.err
    shown = voc("audit", "list").out
    assert all(word in shown for word in ("wang", "cli:", "user.write", user_id, '"change":"added"', "2020-03-01"))
    assert "早于" in voc("audit", "list", "--since", "2026-01-02", "--until", "2026-01-01").err

import re
from pathlib import Path

import sqlalchemy as sa

from tests.cli.running import voc
from voc.opening import open_store
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

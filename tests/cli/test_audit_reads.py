import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.running import voc
from voc.opening import open_store
from voc.settings import load_settings
from voc.storage.accounts import Accounts
from voc.storage.audit import AuditLog
from voc.storage.contacts import Contacts


@pytest.fixture
def read(small_store: Path) -> str:
    """A user read one contact on one day, and a program another on the next; the user's id."""
    assert voc("users", "add", "wangfang", "--role", "inspector").code == 0
    store = open_store(load_settings())
    with store.work() as session:
        user = Accounts(session).named("wangfang")
        assert user is not None
        for day, who, kind, contact in ((9, user.id, "recording", "C-1"), (10, "cli:x", "transcript", "S-2")):
            key = Contacts(session).find(contact).key
            at = datetime(2026, 11, day, 8, tzinfo=UTC)
            AuditLog(session).note_accesses(at=at, actor_id=who, kind=kind, contact_ids=[key])
    store.database.dispose()
    return user.id


def _reads(*options: str) -> list[tuple[str, str, str]]:
    found = json.loads(voc("audit", "reads", "--json", *options).out)
    return [(one["user"] or one["user_id"], one["kind"], one["contact_id"]) for one in found]


def test_who_was_shown_a_contact_is_told(read: str) -> None:
    heard, seen = ("wangfang", "recording", "C-1"), ("cli:x", "transcript", "S-2")
    assert _reads() == [seen, heard]
    assert _reads("--limit", "1") == [seen]
    assert _reads("--contact", "C-1") == _reads("--user", "wangfang") == _reads("--user", read) == [heard]
    assert _reads("--kind", "transcript") == _reads("--since", "2026-11-10") == [seen]
    assert _reads("--until", "2026-11-09") == [heard]
    assert _reads("--user", "cli:x") == [seen]


def test_the_table_has_names_and_ids_and_no_words(read: str) -> None:
    shown = voc("audit", "reads", "--contact", "C-1").out
    for cell in ("wangfang", "录音", "C-1", "2026-11-09 16:00:00"):
        assert cell in shown
    assert "转账" not in shown


def test_an_unknown_user_or_contact_is_refused(read: str) -> None:
    assert "没有用户 nobody" in voc("audit", "reads", "--user", "nobody").err
    assert voc("audit", "reads", "--contact", "nothing").code == 1

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.audit import (
    ACTIONS,
    GENESIS,
    Access,
    AuditEntry,
    access_hash,
    canonical,
    chained,
    entry_hash,
    hour_of,
    require_action,
    seal_facts,
)
from voc.domain.permission import Action
from voc.errors import InputError

NOON = datetime(2026, 11, 2, 12, 30, tzinfo=UTC)
ENTRY = AuditEntry(1, NOON, "u-1", "user.write", "user", "u-2", '{"active":true}', "")
READ = Access(1, NOON, "u-1", "transcript", 7)


def test_an_entry_is_hashed_over_all_it_says_and_the_one_before() -> None:
    entry = chained(GENESIS, ENTRY)
    changes = {"sequence": 2, "at": NOON + timedelta(seconds=1), "facts": "{}"}
    changes |= dict.fromkeys(("actor_id", "action", "object_kind", "object_id"), "x")
    hashes = {entry_hash(GENESIS, replace(entry, **{name: value})) for name, value in changes.items()}
    assert len(hashes | {entry.hash, entry_hash("another", entry)}) == len(changes) + 2


def test_the_zone_in_which_a_time_is_written_does_not_matter() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=8)))
    assert entry_hash(GENESIS, ENTRY) == entry_hash(GENESIS, replace(ENTRY, at=elsewhere))
    assert hour_of(elsewhere) == NOON.replace(minute=0)


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_the_order_of_facts_does_not_matter(facts: dict[str, object]) -> None:
    assert canonical(facts) == canonical(dict(reversed(facts.items())))  # type: ignore[arg-type]


def test_a_seal_covers_every_reading_and_their_number() -> None:
    changed = (replace(READ, contact_id=8), replace(READ, actor_id="u-3"), replace(READ, at=NOON + timedelta(1)))
    assert len({access_hash([READ]), access_hash([]), *(access_hash([one]) for one in changed)}) == 5
    assert seal_facts([READ, READ])["count"] == 2


def test_an_entry_may_say_every_action_and_what_needs_no_permission() -> None:
    for name in (*Action, "login", "logout", "access.seal"):
        require_action(name)


def test_an_action_like_none_is_refused_with_all_there_are() -> None:
    with pytest.raises(InputError) as refused:
        require_action("上周的")
    assert str(refused.value) == f"没有名为 上周的 的动作；可用 {'、'.join(ACTIONS)}"

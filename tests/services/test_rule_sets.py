from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.nlp.rules.rows import file, row
from voc.domain.choices import SHIPPED
from voc.domain.rule_history import RuleSetAction, RuleSetEvent
from voc.errors import ModelError, NotFoundError
from voc.nlp.language import adds_rules, language_with
from voc.services.history_lines import NAME
from voc.services.rule_sets import RuleSets, find_set, listed_sets, set_event_record, set_id_of

TEXTS = {"p-1.toml": file(row(id="own.crash"))}
PROMOTED, ROLLED_BACK = RuleSetAction


@pytest.fixture
def sets(tmp_path: Path) -> RuleSets:
    return RuleSets(tmp_path / "rules", tmp_path / "shipped")


def promoted(sets: RuleSets, hours: int = 0, **texts: str) -> str:
    set_id = sets.put({f"{name}.toml": text for name, text in texts.items()})
    sets.append(RuleSetEvent(NOW + timedelta(hours=hours), "u-1", PROMOTED, set_id, "准", [*texts][-1]))
    return set_id


def test_at_first_the_shipped_rules_are_in_use(sets: RuleSets) -> None:
    assert (sets.in_use(), sets.place(SHIPPED), sets.added(SHIPPED)) == (SHIPPED, sets.shipped, {})
    (only,) = listed_sets(sets)
    assert (only.id, only.in_use, only.refused, only.proposals) == ("shipped", True, None, ())


def test_a_set_adds_rules_to_the_shipped_ones(sets: RuleSets) -> None:
    set_id = sets.put(TEXTS)
    assert (set_id, sets.added(set_id)) == (set_id_of(TEXTS), TEXTS)
    assert adds_rules(sets.place(set_id))
    assert "own.crash" in {rule.id for rule in language_with(sets.place(set_id)).rules.rules}
    before = sets.place(set_id).stat().st_ino
    assert sets.put(TEXTS) == set_id
    assert sets.place(set_id).stat().st_ino == before


def test_sets_are_listed_in_the_order_of_their_promotion(sets: RuleSets) -> None:
    second, first = promoted(sets, hours=2, b=TEXTS["p-1.toml"]), promoted(sets, hours=1, a="", b="")
    never = sets.put({})
    assert [one.id for one in listed_sets(sets)] == ["shipped", never, first, second]
    assert find_set(sets, first).in_use
    assert find_set(sets, first).proposals == ("a", "b")
    told = find_set(sets, second).promoted
    assert told is not None
    assert told.proposal == "b"
    with pytest.raises(NotFoundError, match="没有规则集 none"):
        find_set(sets, "none")


@pytest.mark.parametrize("name", ["p-1.toml", "adds-to-shipped"])
def test_a_damaged_set_is_told_and_mended_by_putting_it_again(sets: RuleSets, name: str) -> None:
    set_id = promoted(sets, **{"p-1": TEXTS["p-1.toml"]})
    (sets.place(set_id) / name).unlink()
    with pytest.raises(ModelError, match="已损坏或被改动"):
        sets.added(set_id)
    assert "已损坏" in str(find_set(sets, set_id).refused)
    sets.put(TEXTS)
    assert sets.refused(set_id) is None


def test_the_history_is_read_as_it_was_written(sets: RuleSets) -> None:
    event = RuleSetEvent(NOW, "u-1", PROMOTED, "0123456789ab", "准", "p-1")
    back = replace(event, action=ROLLED_BACK, set_id=SHIPPED, proposal=None)
    for one in (event, back):
        sets.append(one)
    with (sets.folder / NAME).open("ab") as stream:
        stream.write(b'{"at": "2026-11-16T08:00:00"}\n')
    assert (sets.history().events, sets.history().unreadable) == ((event, back), (3,))
    assert (sets.in_use(), set_event_record(back)["set"]) == (SHIPPED, "shipped")

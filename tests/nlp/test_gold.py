import json
from typing import Any

import pytest

from voc.domain.attribution import Basis
from voc.domain.gold_keys import GOLD_KEYS
from voc.domain.moments import Phase, TurnedBy
from voc.domain.taxonomy import Cause
from voc.errors import InputError
from voc.nlp.gold import LONGEST_QUOTED, Claim, Gold, masked_code
from voc.nlp.language import Language
from voc.settings import shipped

PLAIN = {"dissatisfied": True, "causes": ["rule"], "primary": "rule", "factors": ["rule.channel"]}


def test_what_was_not_labelled_is_not_known() -> None:
    assert Gold.parse({"dissatisfied": False, "causes": []}) == Gold(
        dissatisfied=False,
        causes=frozenset(),
        primary=None,
        factors=frozenset(),
        factors_either=frozenset(),
        evidence={},
    )


def test_factors_are_labelled_where_somebody_named_them_or_there_can_be_none() -> None:
    causes_only = {"dissatisfied": True, "causes": ["rule"]}
    assert not Gold.parse(causes_only).factors_labelled
    assert Gold.parse(causes_only | {"factors": []}).factors_labelled
    assert Gold.parse({"dissatisfied": True, "causes": []}).factors_labelled


def test_the_keys_that_are_read_are_those_known() -> None:
    class Noting(dict[str, Any]):
        def __contains__(self, key: object) -> bool:
            asked.add(key)
            return super().__contains__(key)

    asked: set[object] = set()
    found = Gold.parse(Noting(PLAIN | {"low_turn": [1], "why": "……"}))
    assert asked == set(GOLD_KEYS)
    assert found.unread_keys == {"low_turn", "why"}


def test_everything_that_was_labelled_is_read() -> None:
    gold = Gold.parse(
        PLAIN
        | {
            "factors_either": ["rule.channel", "rule.identity"],
            "evidence": {"rule": [[3, "非得去网点"], [None, "跑断腿"]]},
            "claims": [
                {"factor": "rule.channel"},
                {"factor": "rule.channel", "business_object": "手机号变更", "kind": "itch", "basis": "inferred"},
            ],
            "low_turns": [3, 5],
            "end": "negative",
            "phases": ["greeting", "closing"],
            "resolved": False,
            "repeat_contact": True,
            "turned_by": "refusal",
            "high_turns": [9],
            "basis": {"rule": "inferred"},
            "valences": [None, -0.5, 1, 0],
        }
    )
    assert gold == Gold(
        dissatisfied=True,
        causes=frozenset({Cause.RULE}),
        primary=Cause.RULE,
        factors=frozenset({"rule.channel"}),
        factors_either=frozenset({"rule.channel", "rule.identity"}),
        evidence={Cause.RULE: ((3, "非得去网点"), (None, "跑断腿"))},
        claims=(
            Claim("rule.channel", None, "pain", "stated"),
            Claim("rule.channel", "手机号变更", "itch", "inferred"),
        ),
        low_turns=(3, 5),
        end="negative",
        phases=(Phase.GREETING, Phase.CLOSING),
        resolved=False,
        repeat_contact=True,
        turned_by=TurnedBy.REFUSAL,
        turned_labelled=True,
        high_turns=(9,),
        basis={Cause.RULE: Basis.INFERRED},
        valences=(None, -0.5, 1.0, 0.0),
    )


def test_a_feeling_that_did_not_fall_is_a_label_too() -> None:
    gold = Gold.parse(PLAIN | {"turned_by": None})
    assert (gold.turned_by, gold.turned_labelled) == (None, True)


def test_a_factor_that_stands_in_a_claim_alone_is_named_too() -> None:
    assert Gold.parse(PLAIN).named_factors == {"rule.channel"}
    claimed = Gold.parse(PLAIN | {"claims": [{"factor": "rule.channel"}, {"factor": "product.stabilty"}]})
    assert claimed.factors == {"rule.channel"}
    assert claimed.named_factors == {"rule.channel", "product.stabilty"}


def test_factors_that_a_reader_also_accepts_are_those_claimed_unless_said() -> None:
    assert Gold.parse(PLAIN).factors_either == {"rule.channel"}


def test_the_points_that_any_reader_marks_are_read_apart() -> None:
    table = {"dissatisfied": True, "causes": [], "low_turns": [1], "low_turns_either": [1, 3]}
    found = Gold.parse({**table, "high_turns": [5], "high_turns_either": [5, 7]})
    assert (found.low_turns, found.low_turns_either) == ((1,), (1, 3))
    assert (found.high_turns, found.high_turns_either) == ((5,), (5, 7))
    assert Gold.parse(table | {"low_turns_either": None}).low_turns_either is None


def test_factors_of_other_trades_are_kept() -> None:
    assert Gold.parse(PLAIN | {"factors": ["product.delivery"]}).factors == {"product.delivery"}


@pytest.mark.parametrize("key", ["dissatisfied", "causes"])
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(InputError, match=f"标注缺少 {key}"):
        Gold.parse({name: value for name, value in PLAIN.items() if name != key})


def test_a_claim_needs_a_factor() -> None:
    with pytest.raises(InputError, match="标注的 claims 有一条缺少 factor"):
        Gold.parse(PLAIN | {"claims": [{"business_object": "转账"}]})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dissatisfied", "yes"),
        ("dissatisfied", 1),
        ("dissatisfied", None),
        ("causes", ["weather"]),
        ("causes", "rule"),
        ("causes", None),
        ("primary", "weather"),
        ("factors", ["weather.rain"]),
        ("factors", ["channel"]),
        ("evidence", {"weather": []}),
        ("evidence", {"rule": ["去网点"]}),
        ("evidence", {"rule": [["三", "去网点"]]}),
        ("claims", None),
        ("claims", [{"factor": "weather.rain"}]),
        ("factors_either", ["weather.rain"]),
        ("low_turns", 3),
        ("low_turns", ["三"]),
        ("low_turns", ["3"]),
        ("low_turns", "3"),
        ("low_turns", [1.7]),
        ("low_turns", [3.0]),
        ("low_turns", [True]),
        ("low_turns_either", [1.7]),
        ("high_turns", [1.7]),
        ("high_turns_either", [True]),
        ("evidence", {"rule": [[3.9, "去网点"]]}),
        ("evidence", {"rule": [["3", "去网点"]]}),
        ("evidence", {"rule": [[True, "去网点"]]}),
        ("evidence", {"rule": [[None, 5]]}),
        ("claims", [{"factor": "rule.channel", "business_object": 5}]),
        ("phases", ["middle"]),
        ("turned_by", "weather"),
        ("high_turns", 3),
        ("basis", {"rule": "maybe"}),
        ("basis", ["rule"]),
        ("valences", 0.5),
        ("valences", ["0.5"]),
        ("valences", [True]),
        ("valences", [1.01]),
        ("valences", [-2]),
        ("valences", [float("nan")]),
    ],
)
def test_a_value_that_no_one_knows_is_refused_with_its_key(key: str, value: Any) -> None:
    with pytest.raises(InputError, match=f"^标注的 {key} (写法不对|有不认识的取值)"):
        Gold.parse(PLAIN | {key: value})


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("causes", ["weather"], "“weather”，可用 person、product、rule"),
        ("primary", "weather", "“weather”"),
        ("factors", ["weather.rain"], "“weather.rain”，可用 person.…、product.…、rule.…"),
        ("phases", ["greeting", "middle"], "“middle”，可用 greeting、"),
        ("end", "bad", "“bad”，可用 negative、neutral、positive"),
        ("basis", {"rule": "maybe"}, "“maybe”"),
        ("claims", [{"factor": "rule.fee", "kind": "wish"}], "“wish”"),
        ("turned_by", 3, "“3”"),
        ("primary", "天" * 30, f"“{'天' * LONGEST_QUOTED}…”"),
    ],
)
def test_a_label_that_no_one_knows_is_quoted_beside_those_known(key: str, value: Any, told: str) -> None:
    with pytest.raises(InputError) as refused:
        Gold.parse(PLAIN | {key: value})
    assert told in str(refused.value)


def test_the_words_of_evidence_are_not_quoted() -> None:
    with pytest.raises(InputError, match=r"^标注的 evidence 写法不对$"):
        Gold.parse(PLAIN | {"evidence": {"rule": [["三", "去网点"]]}})


@pytest.mark.parametrize("name", ["calls.jsonl", "comments.jsonl"])
def test_every_sample_has_a_gold_that_is_read(name: str) -> None:
    records = [json.loads(line) for line in (shipped("samples") / name).read_text(encoding="utf8").splitlines()]
    golds = [Gold.parse(record["gold"]) for record in records if "gold" in record]
    assert len(golds) >= 60
    assert {cause for gold in golds for cause in gold.causes} == set(Cause)
    assert all(gold.primary in gold.causes if gold.causes else gold.primary is None for gold in golds)


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidence": [1]},
        {"evidence": "x"},
        {"resolved": "yes"},
        {"end": "bad"},
        {"repeat_contact": 3},
        {"claims": [{"factor": "rule.channel", "kind": "wish"}]},
        {"claims": [{"factor": "rule.channel", "basis": "guessed"}]},
        {"claims": [3]},
    ],
)
def test_a_value_that_is_no_label_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        Gold.parse(PLAIN | wrong)


def test_a_factor_of_ours_is_shown_as_it_is_and_personal_data_in_another_are_not(language: Language) -> None:
    assert [masked_code(factor.code) for factor in language.taxonomy.factors] == [
        factor.code for factor in language.taxonomy.factors
    ]
    assert "13800138000" not in masked_code("product.打13800138000")

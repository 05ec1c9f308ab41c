import pytest

from tests.nlp.rules.scenes import Times, hits, scene

CALL = scene("客：网点在哪", "座：网点关了", "客：远不远", "座：很远", "客：那个网点到底远不远啊", "座：近")


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("网点 BEFORE 远", ["0:网点", "1:网点", "4:网点"]),
        ("网点 BEFORE/1 远", ["1:网点", "4:网点"]),
        ("网点 BEFORE 近#2", None),
        ("网点 BEFORE 远#1", ["0:网点", "1:网点"]),
        ("远 AFTER 网点#3", ["4:远"]),
        ("远 AFTER/2 网点#1", ["2:远"]),
        ("近 AFTER 远", ["5:近"]),
        ("网点 AFTER 近", None),
        ("关 AROUND/1 远", ["1:关"]),
        ("近 AROUND/1 关", None),
        ("网点 AROUND/0 远", ["4:网点"]),
        ("网点 AROUND/9 网点#1", ["1:网点", "4:网点"]),
        ("网点 BEFORE 柜台", None),
        ("柜台 BEFORE 网点", None),
        ("UTTERANCES>1 BEFORE 网点", None),
    ],
)
def test_hits_stand_before_after_or_around_an_anchor(expression: str, found: list[str] | None) -> None:
    assert hits(expression, CALL) == found


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("网点 NEAR/1 远", ["4:网点到底远"]),
        ("远 NEAR/1 网点", ["4:网点到底远"]),
        ("网点 NEAR/0 远", None),
        ("网点 NEAR/1 关", ["1:网点关"]),
        ("网点 NEAR/9 近", None),
        ("网点 NEAR/9 柜台", None),
    ],
)
def test_near_counts_the_words_between_in_one_utterance(expression: str, found: list[str] | None) -> None:
    assert (hits(expression, CALL) or [None])[:1] == (found or [None])


def test_an_exception_takes_back_what_stands_in_its_clause() -> None:
    own = scene("客：网点远，网点近", "座：不远，网点")
    assert hits("网点 UNLESS 远", own) == ["0:网点", "1:网点"]
    assert hits("网点 UNLESS 远|近", own) == ["1:网点"]
    assert hits("网点 UNLESS (远 OR 近 OR 网点)", own) is None
    assert hits("柜台 UNLESS 远", own) is None


def test_an_exception_counts_even_negated_and_whoever_says_it() -> None:
    assert hits("CUSTOMER(网点 UNLESS 远)", scene("客：网点没有远")) is None


def test_an_exception_of_what_has_no_words_takes_all_back() -> None:
    own = scene("客：网点远")
    assert hits("UTTERANCES>=1 UNLESS 近", own) == []
    assert hits("UTTERANCES>=1 UNLESS 远", own) is None


@pytest.mark.parametrize(
    "anchor",
    [
        *(
            "请您稍等|稍等",
            "请您稍等 OR 稍等",
            "ANY(请您稍等, 您稍等, 稍等)",
            "~请您稍等 OR 稍等",
            "请 ..2 稍等 OR 您稍等",
        ),
        *("请 AND 稍等", "ALL(请, 稍等)", "ATLEAST/2(请, 稍等, 别急)", "稍等 UNLESS (再 AND 请)", "请 NEAR/2 稍等"),
        *("UTTERANCE(请 AND 稍等)", "UTTERANCE(稍等)", "CLAUSE(请 AND 稍等)", "稍等 OR (请 AND 您)", "/稍等/ OR 稍等"),
    ],
)
def test_one_time_is_counted_once_by_however_many_words_it_is_told(anchor: str) -> None:
    first = scene("座：请您稍等", "客：我要投诉")
    assert hits(f"CUSTOMER(投诉) AFTER AGENT({anchor})#2", first) is None
    again = scene("座：请您稍等", "客：我要投诉", "座：请您稍等", "客：我要投诉")
    assert hits(f"CUSTOMER(投诉) AFTER AGENT({anchor})#2", again) == ["3:投诉"]


@pytest.mark.parametrize("anchor", ["稍等", "请稍等 OR 稍等", "CLAUSE(稍等)", "再 ..2 稍等|请稍等 OR 稍等"])
def test_two_times_in_one_utterance_are_two(anchor: str) -> None:
    assert hits(f"投诉 AFTER ({anchor})#2", scene("座：请稍等，再稍等", "客：我要投诉")) == ["1:投诉"]


@pytest.mark.parametrize("anchor", ["UTTERANCE(稍等)", "请 AND 稍等"])
def test_two_times_are_one_where_the_utterance_is_what_counts(anchor: str) -> None:
    assert hits(f"投诉 AFTER ({anchor})#2", scene("座：请稍等，再稍等", "客：我要投诉")) is None


def test_what_belongs_to_the_anchor_does_not_stand_around_it() -> None:
    own = scene("座：请稍等", "座：稍等")
    assert hits("稍等 AROUND/1 (请 AND 稍等)#1", own) == ["1:稍等"]
    assert hits("稍等 AFTER (请稍等 OR 稍等)#1", own) == ["1:稍等"]


WAITED: Times = [(0, 1_000), (61_000, 63_000), (63_000, 64_000), (99_000, 100_000)]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("CUSTOMER(投诉) AFTER SILENCE>30s", ["1:投诉"]),
        ("CUSTOMER(投诉) AFTER/0 SILENCE>30s", ["1:投诉"]),
        ("稍等 AFTER SILENCE>30s#1", ["2:稍等"]),
        ("稍等 BEFORE SILENCE>30s", ["0:稍等", "2:稍等"]),
        ("稍等 BEFORE/1 SILENCE>30s#2", ["2:稍等"]),
        ("CUSTOMER(投诉) BEFORE SILENCE>30s#1", None),
        ("CUSTOMER(投诉) AROUND/0 SILENCE>30s", ["1:投诉"]),
        ("CUSTOMER(投诉) AROUND/0 SILENCE>30s#1", ["1:投诉"]),
        ("投诉 AROUND/0 VALENCE<0.5", ["1:投诉"]),
        ("投诉 AROUND/0 VALENCE<0.5#1", ["1:投诉"]),
        ("投诉 AROUND/0 UTTERANCE(NOT 网点)#2", ["1:投诉"]),
        ("SILENCE>30s BEFORE/0 投诉", ["1:投诉"]),
        ("SILENCE>30s AFTER 稍等#1", ["1:投诉", "3:喂"]),
        ("SILENCE>30s AFTER SILENCE>30s", ["3:喂"]),
        ("SILENCE>30s BEFORE SILENCE>30s", ["1:投诉"]),
        ("SILENCE>30s AROUND/1 SILENCE>30s", None),
        ("喂 AFTER (SILENCE>30s OR 喂)#2", ["3:喂"]),
        ("VALENCE<0.5 AROUND/1 VALENCE<0.5", None),
        ("投诉 AROUND/1 投诉", None),
    ],
)
def test_a_silence_is_over_when_its_utterance_begins_and_is_none_of_its_words(
    expression: str, found: list[str] | None
) -> None:
    own = scene("座：请稍等", "客：投诉", "座：再稍等", "客：喂", times=WAITED, valences=(None, -0.6, None, 0.8))
    assert hits(expression, own) == found

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.rules.scenes import Times, hits, scene
from voc.domain.conversation import WordTime
from voc.domain.expressions import Measure, Side
from voc.nlp.rules.clock import edge_ranges

# Ten characters from 28 s to 48 s: each takes two seconds, and 网点 begins at 44 s.
LONG_TURN = ("座：您好", "客：我一直在这等着去网点", "座：好")
TIMES: Times = [(0, 2_000), (28_000, 48_000), (48_000, 50_000)]


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("FIRST/30s(网点)", False),
        ("FIRST/44s(网点)", False),
        ("FIRST/44.5s(网点)", True),
        ("LAST/6s(网点)", True),
        ("LAST/5.5s(网点)", False),
        ("FIRST/30s(我)", True),
        ("FIRST/88%(网点)", False),
        ("FIRST/89%(网点)", True),
        ("LAST/12%(网点)", True),
        ("LAST/11%(网点)", False),
    ],
)
def test_a_word_counts_by_its_own_time_within_the_turn(expression: str, holds: bool) -> None:
    assert (hits(expression, scene(*LONG_TURN, times=TIMES)) is not None) is holds


# 44 characters in 60 s: 远 is said at 55.9 s.
FAR_AT_LAST = ("客：" + "网点" * 20 + "很远了呢",)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("FIRST/30s(网点 ..60 远)", None),
        ("FIRST/50%(网点 ..60 远)", None),
        ("FIRST/30s(/网点.*远/)", None),
        ("FIRST/55s(网点 ..1 远)", None),
        ("FIRST/56s(网点 ..1 远)", ["0:网点很远"]),
        ("LAST/9s(网点 ..1 远)", ["0:网点很远"]),
        ("FIRST/30s(网点 AND 远)", None),
    ],
)
def test_the_last_word_of_a_phrase_is_said_at_that_time_too(expression: str, found: list[str] | None) -> None:
    assert hits(expression, scene(*FAR_AT_LAST, times=[(0, 60_000)])) == found


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("LAST/10s(SILENCE>20s)", None),
        ("LAST/10%(SILENCE>20s)", None),
        ("LAST/30s(CLAUSE(扣费 AND SILENCE>20s))", None),
        ("LAST/30s(扣费 AND NOT SILENCE>20s)", ["1:扣费"]),
        ("LAST/60s(SILENCE>20s)", ["1:我等了很久,一直扣费"]),
        ("LAST/60s(CLAUSE(扣费 AND SILENCE>20s))", ["1:我等了很久,一直扣费"]),
        ("FIRST/41s(SILENCE>20s)", ["1:我等了很久,一直扣费"]),
        ("FIRST/40s(SILENCE>20s)", None),
        # To a clause belongs what was before its utterance.
        ("CLAUSE(扣费 AND SILENCE>20s)", ["1:我等了很久,一直扣费"]),
        ("扣费 UNLESS SILENCE>20s", None),
    ],
)
def test_a_silence_is_where_the_utterance_behind_it_begins(expression: str, found: list[str] | None) -> None:
    own = scene("座：您好", "客：我等了很久，一直扣费", times=[(0, 10_000), (40_000, 100_000)])
    assert hits(expression, own) == found


def test_without_times_there_are_no_seconds_and_per_cent_are_of_the_characters() -> None:
    own = scene("客：网点一二三四五六七八", "座：网点一二三四五六七八")
    assert hits("FIRST/900s(网点)", own) is None
    assert hits("FIRST/50%(网点)", own) == ["0:网点"]
    assert hits("LAST/50%(网点)", own) == ["1:网点"]


def test_an_end_that_is_not_known_is_taken_from_what_follows() -> None:
    own = scene("客：一二三四网点", "座：一二三四网点", times=[(0, None), (6_000, None)])
    # Six characters in six seconds, and the last turn at the same pace.
    assert hits("FIRST/4.5s(网点)", own) == ["0:网点"]
    assert hits("LAST/2.5s(网点)", own) == ["1:网点"]


GAPS: Times = [
    (None, None),
    (5_000, 8_000),
    (None, None),
    (20_000, 25_000),
    (40_000, None),
    (None, None),
    (60_000, 70_000),
]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        # An utterance without times lies between those around it.
        ("FIRST/8s(网点)", ["0:网点", "1:网点"]),
        ("FIRST/4s(网点)", None),
        ("FIRST/20.1s(网点)", ["0:网点", "1:网点", "2:网点", "3:网点"]),
        ("FIRST/19s(网点)", ["0:网点", "1:网点"]),
        ("LAST/65s(网点)", ["1:网点", "2:网点", "3:网点", "4:网点", "5:网点", "6:网点"]),
        ("LAST/60s(网点)", ["3:网点", "4:网点", "5:网点", "6:网点"]),
        ("LAST/11s(网点)", ["6:网点"]),
        # So does the end of one before it that has none.
        ("FIRST/41s(了)", ["0:了", "1:了", "2:了", "3:了"]),
        ("FIRST/60.1s(了)", ["0:了", "1:了", "2:了", "3:了", "4:了", "5:了"]),
        # What may or may not be there is neither there nor absent.
        ("FIRST/10s(NOT 柜台)", None),
        ("FIRST/3s(NOT 柜台)", None),
        ("FIRST/10s(NOT 营业厅)", []),
        ("FIRST/10s(UTTERANCES=2)", None),
        ("FIRST/10s(UTTERANCES>=2)", []),
        ("FIRST/10s(网点 AND NOT 柜台)", None),
        ("FIRST/30%(网点)", ["0:网点", "1:网点", "2:网点", "3:网点"]),
        ("LAST/15%(网点)", ["6:网点"]),
    ],
)
def test_what_is_known_is_used_where_some_have_no_times(expression: str, found: list[str] | None) -> None:
    lines = ["客：网点柜台了", "客：网点了", "客：网点柜台了", *["客：网点了"] * 4]
    assert hits(expression, scene(*lines, times=GAPS)) == found


def test_where_the_end_is_not_known_only_the_beginning_is() -> None:
    own = scene("客：网点一二三四五六七八", "座：网点", times=[(0, 1_000), (None, None)])
    assert hits("LAST/900s(网点)", own) is None
    assert hits("LAST/900s(NOT 网点)", own) is None
    assert hits("LAST/90%(网点)", own) is None
    assert hits("FIRST/900s(网点)", own) == ["0:网点"]
    assert hits("FIRST/50%(网点)", own) == ["0:网点"]
    assert hits("FIRST/50%(八)", own) is None


@pytest.mark.parametrize(
    "times", [None, [(0, 1_000), (None, None), (None, None)], [(None, None), (5_000, None), (None, None)]]
)
@pytest.mark.parametrize("scope", ["FIRST/100%", "LAST/100%"])
def test_all_of_a_call_is_known_whatever_times_are(scope: str, times: Times | None) -> None:
    own = scene("客：网点太远", "座：", "客：网点", times=times, comment="网点")
    assert hits(f"{scope}(网点)", own) == ["0:网点", "2:网点"]
    assert hits(f"{scope}(UTTERANCES=3)", own) == []
    assert hits(f"{scope}(NOT 网点)", own) is None
    assert hits(f"{scope}(NOT 柜台)", own) == []
    assert hits(f"{scope}(NOT 柜台)", scene(comment="网点")) is None


def test_a_turn_without_length_is_one_moment() -> None:
    own = scene("客：网点", "座：网点", times=[(0, 0), (5_000, 5_000)])
    assert hits("FIRST/3s(网点)", own) == ["0:网点"]
    assert hits("LAST/3s(网点)", own) == ["1:网点"]
    assert hits("FIRST/99%(网点)", scene("客：网点", times=[(0, 0)])) == ["0:网点"]


def test_turns_that_overlap_keep_their_own_times() -> None:
    own = scene("客：一二三四网点", "座：网点", times=[(0, 6_000), (1_000, 500_000 // 250)])
    assert hits("FIRST/3s(网点)", own) == ["1:网点"]


def test_comments_are_no_part_of_the_call() -> None:
    assert hits("LAST/99%(网点)", scene("客：你好", comment="网点")) is None
    assert edge_ranges(scene(comment="网点"), Side.FIRST, 50.0, Measure.PERCENT) == ({}, {})


def test_utterances_without_a_character_are_passed_over() -> None:
    own = scene("客：", "客：网点")
    assert hits("FIRST/50%(网点)", own) == ["1:网点"]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(1, 99))
def test_first_and_last_per_cent_share_the_call_out_between_them(lengths: list[int], share: int) -> None:
    own = scene(*(f"客：{'网' * length}" for length in lengths))
    first, _ = edge_ranges(own, Side.FIRST, float(share), Measure.PERCENT)
    last, _ = edge_ranges(own, Side.LAST, 100.0 - share, Measure.PERCENT)
    for number, length in enumerate(lengths):
        a, b = first.get(number, (0, 0)), last.get(number, (length, length))
        assert a[0] == 0
        assert b[1] == length
        assert abs(a[1] - b[0]) <= 0


# The word is said right after the turn begins, far earlier than its place in the text would have it.
EARLY = {1: (WordTime(8, 10, 29_000, 29_400),)}


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("FIRST/29s(网点)", False),
        ("FIRST/29.1s(网点)", True),
        ("FIRST/59%(网点)", True),
        ("FIRST/58%(网点)", False),
        ("LAST/21s(网点)", True),
        ("LAST/20.9s(网点)", False),
        ("FIRST/29s(等着)", True),
        ("LAST/6s(网点)", False),
    ],
)
def test_a_word_with_a_time_of_its_own_counts_by_that(expression: str, holds: bool) -> None:
    assert (hits(expression, scene(*LONG_TURN, times=TIMES, words=EARLY)) is not None) is holds


def test_words_give_the_times_of_turns_that_have_none() -> None:
    own = scene(
        "客：去网点",
        "座：好网点",
        words={0: (WordTime(0, 1, 0, 400), WordTime(1, 3, 5_000, None)), 1: (WordTime(1, 3, 9_000, None),)},
    )
    assert hits("FIRST/5.1s(网点)", own) == ["0:网点"]
    assert hits("FIRST/4s(网点)", own) is None
    # The last turn goes on at the pace of what was said before: three characters in nine seconds.
    assert hits("LAST/9s(网点)", own) == ["1:网点"]
    assert hits("LAST/8.9s(网点)", own) is None


def test_word_times_are_of_use_where_another_turn_has_none() -> None:
    own = scene("客：一二三四五六七八网点", "座：好", words={0: (WordTime(8, 10, 1, None),)})
    assert hits("FIRST/1s(网点)", own) == ["0:网点"]
    assert hits("FIRST/1s(好)", own) is None
    assert hits("FIRST/50%(网点)", own) is None


TIMED = st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.booleans()), min_size=1, max_size=6)


@given(TIMED, st.sampled_from(Side), st.sampled_from([Measure.SECONDS, Measure.PERCENT]), st.integers(1, 60))
def test_what_is_certain_of_some_times_stands_with_all_of_them(
    told: list[tuple[int, bool, bool]], side: Side, measure: Measure, amount: int
) -> None:
    times: list[tuple[int, int]] = []
    for seconds, _, _ in told:
        start = times[-1][1] if times else 0
        times.append((start, start + seconds * 1_000))
    some: Times = [(a if s else None, b if s and e else None) for (a, b), (_, s, e) in zip(times, told, strict=True)]
    if some[-1][0] is not None:
        some = [*some[:-1], times[-1]]
    lines = ["客：网点太远了"] * len(told)
    exact, _ = edge_ranges(scene(*lines, times=times), side, amount, measure)
    sure, perhaps = edge_ranges(scene(*lines, times=some), side, amount, measure)
    if any(start is not None for start, _ in some):
        assert all(_lies_in(own, exact.get(number)) for number, own in sure.items())
        assert all(_lies_in(own, perhaps.get(number)) for number, own in exact.items())


def _lies_in(own: tuple[int, int], other: tuple[int, int] | None) -> bool:
    return other is not None and other[0] <= own[0] and own[1] <= other[1]


def test_a_word_that_ends_after_the_next_begins_ends_there() -> None:
    own = scene("客：去网点", times=[(0, 10_000)], words={0: (WordTime(0, 1, 0, 9_000), WordTime(1, 3, 2_000, 3_000))})
    assert hits("FIRST/2.1s(网点)", own) == ["0:网点"]
    assert hits("FIRST/2s(网点)", own) is None


def test_times_are_those_of_the_text_as_it_was_given() -> None:
    # Read as (株)网点: two characters more than were given.
    own = scene("客：㈱網點", times=[(0, 10_000)], words={0: (WordTime(1, 3, 7_000, 7_400),)})
    assert hits("FIRST/7.1s(网点)", own) == ["0:网点"]
    assert hits("FIRST/7s(网点)", own) is None


def test_silence_lasts_from_the_last_word_to_the_first() -> None:
    times: Times = [(0, 10_000), (10_000, 20_000)]
    words = {0: (WordTime(0, 1, 0, 1_000),), 1: (WordTime(0, 1, 12_000, None),)}
    assert hits("SILENCE=11s", scene("客：好", "座：好", times=times, words=words)) == ["1:好"]
    assert hits("SILENCE=0s", scene("客：好", "座：好", times=times)) == ["1:好"]

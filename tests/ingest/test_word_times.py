import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import utterance
from voc.domain.conversation import Conversation, Speaker, Utterance, WordTime
from voc.errors import InputError
from voc.ingest.mapping import ColumnMapping, JsonLayout
from voc.ingest.records import record_of
from voc.ingest.rows import Reading
from voc.ingest.word_times import word_times

from .reading import ZONE

TEXT = "您好，我去网点，远"


def places(*words: tuple[object, object], text: str = TEXT, **times: int) -> list[tuple[str, int]]:
    listed = [{"word": word, "start_ms": start} for word, start in words]
    return [(text[w.start : w.end], w.start_ms) for w in word_times(listed, utterance(text, **times), in_ms=1)]


def test_words_are_found_in_the_text_one_after_another() -> None:
    assert places(("您好", 0), (" 我 ", 900), ("网点", 1500)) == [("您好", 0), ("我", 900), ("网点", 1500)]
    assert places(("网", 1), ("网", 2), text="网网") == [("网", 1), ("网", 2)]
    assert word_times([{"word": "好", "start_ms": "1", "end_ms": 2}], utterance("好"), in_ms=1000) == (
        WordTime(0, 1, 1000, 2000),
    )


@pytest.mark.parametrize(
    "words",
    [
        [("柜台", 500), ("远", 900)],
        [("网点", 500), ("我", 600), ("远", 900)],
        [("我", 50), ("远", 900)],
        [("我", 2500), ("远", 900)],
        [("网点", 500), ("我", 600), ("去", 1200), ("远", 900)],
        [(None, 500), ("", 500), ("我", None), ("远", 900)],
    ],
)
def test_a_word_that_does_not_line_up_is_passed_over(words: list[tuple[object, object]]) -> None:
    assert places(*words, start_ms=100, end_ms=2000)[-1] == ("远", 900)
    assert len(places(*words, start_ms=100, end_ms=2000)) <= 2


def test_a_word_is_not_looked_for_far_away() -> None:
    assert places(("远", 9), text="去" * 12 + "远") == [("远", 9)]
    assert places(("远", 9), text="去" * 13 + "远") == []


@pytest.mark.parametrize("words", [None, 3, "网点", {"word": "网点"}, [], ["网点"], [{"text": "网点", "start": 0.4}]])
def test_a_list_of_another_make_says_nothing(words: object) -> None:
    assert word_times(words, utterance(TEXT), in_ms=1) == ()


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({"start_ms": -1}, "words[0] 的 start_ms 为负"),
        ({"start_ms": "早"}, "words[0] 的 start_ms 不是数字"),
        ({"start_ms": 2, "end_ms": 1}, "words[0] 的结束时间早于开始时间"),
    ],
)
def test_a_wrong_time_is_one_clear_error(times: dict[str, object], reason: str) -> None:
    with pytest.raises(InputError) as error:
        word_times([{"word": "远", **times}], utterance("远"), in_ms=1)
    assert str(error.value) == reason


@pytest.mark.parametrize("layout", [JsonLayout(), JsonLayout(speaker="role")])
def test_an_utterance_of_a_file_carries_its_word_times(layout: JsonLayout) -> None:
    turn = {layout.speaker: "customer", "text": "去网点", "words": [{"word": "网点", "start_ms": 7}]}
    record, _ = record_of(
        json.loads(json.dumps({"id": 1, "utterances": [turn]})), Reading("f", ZONE, ColumnMapping(json=layout))
    )
    assert record == Conversation("1", (Utterance(Speaker.CUSTOMER, "去网点", word_times=(WordTime(1, 3, 7, None),)),))


@given(
    st.text("网点去，", max_size=30), st.lists(st.tuples(st.text("网点去", max_size=2), st.integers(0, 99)), max_size=9)
)
def test_places_go_by_place_and_time_and_hold_the_words(text: str, words: list[tuple[str, int]]) -> None:
    found = places(*words, text=text)
    assert [start for _, start in found] == sorted(start for _, start in found)
    assert set(found) <= set(words)

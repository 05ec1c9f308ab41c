import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.conversation import Speaker
from voc.errors import InputError
from voc.ingest.values import flag, identifier, is_blank, label, moment, number, offset_ms, prose, speaker

from .reading import ZONE


def refused(reason: str) -> "pytest.RaisesExc[InputError]":
    return pytest.raises(InputError, match=f"^{re.escape(reason)}$")


@pytest.mark.parametrize(("given_as", "blank"), [(None, True), ("", True), (" \t", True), ("0", False), (0, False)])
def test_null_and_white_space_count_as_absent(given_as: object, blank: bool) -> None:
    assert is_blank(given_as) is blank


def test_an_id_is_a_text_or_an_integer() -> None:
    assert identifier("C-1", "id") == "C-1"
    assert identifier(10**17, "id") == "1" + "0" * 17
    with refused("缺少 id"):
        identifier(None, "id")
    with refused("id 须是文字"):
        identifier(False, "id")


def test_a_label_has_200_characters_at_most() -> None:
    assert label("队" * 200, "queue") == "队" * 200
    assert label(" ", "queue") is None
    with refused("queue 超过 200 个字符"):
        label("队" * 201, "queue")


def test_what_was_said_keeps_its_white_space() -> None:
    assert prose(" 慢\n", "comment") == " 慢\n"
    assert prose(None, "comment") == ""
    with refused("comment 须是文字"):
        prose(3, "comment")


@pytest.mark.parametrize("wrong", [True, "1_000", "nan", "inf", "2分", "1e3", [], "--2", "."])
def test_no_number(wrong: object) -> None:
    with refused("score 不是数字"):
        number(wrong, "score")


def test_a_number_too_large_for_a_float_is_refused() -> None:
    for wrong in (10**400, float("inf"), "9" * 400):
        with refused("score 不是有限的数"):
            number(wrong, "score")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6).map(lambda x: round(x, 3)))
def test_a_number_means_the_same_as_text(value: float) -> None:
    assert number(f"{value:.3f}", "score") == number(value, "score") == value


@pytest.mark.parametrize(
    ("given_as", "meant"),
    [(True, True), ("是", True), ("Y", True), (1, True), ("否", False), (0, False), (None, False), ("", False)],
)
def test_flags(given_as: object, meant: bool) -> None:
    assert flag(given_as, "invited") is meant


@pytest.mark.parametrize("wrong", ["也许", 2, 1.0, []])
def test_no_flag(wrong: object) -> None:
    with refused("invited 须是 true 或 false"):
        flag(wrong, "invited")


@pytest.mark.parametrize(
    ("word", "who"),
    [
        ("customer", Speaker.CUSTOMER),
        ("用户", Speaker.CUSTOMER),
        ("C", Speaker.CUSTOMER),
        (" Agent ", Speaker.AGENT),
        ("坐席", Speaker.AGENT),
        ("A", Speaker.AGENT),
        ("IVR", Speaker.SYSTEM),
        ("机器人", Speaker.SYSTEM),
        ("s", Speaker.SYSTEM),
    ],
)
def test_usual_words_for_speakers_are_known(word: str, who: Speaker) -> None:
    assert speaker(word, "speaker") is who


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02T09:14:00+08:00",
        "2026-11-02T01:14:00Z",
        "2026-11-02 09:14",
        "2026/11/2 9:14",
        "2026.11.02 09:14:00",
        "2026年11月2日9时14分",
        "2026年11月2日 9:14:00.000",
        "20261102T091400",
        " 2026-11-02 09:14:00 ",
    ],
)
def test_a_time_without_a_zone_is_read_in_the_one_given(text: str) -> None:
    at = moment(text, "started_at", zone=ZONE)
    assert at == datetime(2026, 11, 2, 1, 14, tzinfo=UTC)
    assert at is not None
    assert at.tzinfo is UTC


def test_a_stated_time_format_comes_first() -> None:
    at = moment("03/02/2026 10:00", "started_at", zone=UTC, formats=("%Y", "%d/%m/%Y %H:%M"))
    assert at == datetime(2026, 2, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong", ["昨天", "2026-02-30", "2026/02/30", "2026/1/2 25:00", "09:14", "2026-11-02 24:01", "1793577600123"]
)
def test_no_time(wrong: str) -> None:
    with refused("answered_at 不是能识别的时间"):
        moment(wrong, "answered_at", zone=UTC)


@pytest.mark.parametrize("wrong", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1900-01-01"])
def test_years_that_no_call_was_made_in_are_refused(wrong: str) -> None:
    with refused("started_at 的年份不合理"):
        moment(wrong, "started_at", zone=UTC)


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_a_time_with_its_zone_reads_back_equal(naive: datetime, minutes: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert moment(at.isoformat(), "started_at", zone=ZONE) == at


@pytest.mark.parametrize(
    ("given_as", "in_ms", "meant"),
    [
        (1200, 1, 1200),
        (12.6, 1, 13),
        ("2.5", 1000, 2500),
        (2, 1000, 2000),
        ("00:01:02", 1, 62_000),
        ("1:02.25", 1000, 62_250),
        (None, 1, None),
        (" ", 1, None),
    ],
)
def test_times_of_utterances(given_as: object, in_ms: int, meant: int | None) -> None:
    assert offset_ms(given_as, "start_ms", in_ms=in_ms) == meant


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (-1, "start_ms 为负"),
        ("-0.5", "start_ms 为负"),
        (2**31, "start_ms 超出范围"),
        (10**400, "start_ms 超出范围"),
        (True, "start_ms 不是数字"),
        ("0:75", "start_ms 不是数字"),
    ],
)
def test_no_time_of_an_utterance(wrong: object, reason: str) -> None:
    with refused(reason):
        offset_ms(wrong, "start_ms", in_ms=1)

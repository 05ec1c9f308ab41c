from datetime import UTC, datetime, timedelta

from voc.domain.login import ApiToken, Login, Throttle

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_session_stands_for_two_hours_of_silence_and_twelve_in_all() -> None:
    assert Login("u", NOON, NOON).stands(NOON + 2 * HOUR)
    assert not Login("u", NOON, NOON).stands(NOON + 2 * HOUR + timedelta(seconds=1))
    assert Login("u", NOON, NOON + 11 * HOUR).stands(NOON + 12 * HOUR)
    assert not Login("u", NOON, NOON + 12 * HOUR).stands(NOON + 12 * HOUR + timedelta(seconds=1))


def test_a_token_stands_until_it_expires_or_is_revoked() -> None:
    token = ApiToken("t", "u", "报表", ("search",), NOON, NOON + HOUR)
    assert token.stands(NOON)
    assert not token.stands(NOON + HOUR)
    assert not ApiToken("t", "u", "报表", ("search",), NOON, NOON + HOUR, NOON).stands(NOON)


def _failed(times: int, *, apart: timedelta = timedelta(0)) -> Throttle:
    throttle, at = Throttle(), NOON
    for _ in range(times):
        throttle = throttle.failed(at, free=5, forget=HOUR, longest=timedelta(minutes=15))
        at += apart
    return throttle


def test_the_first_failures_are_free_and_each_further_one_doubles_the_wait() -> None:
    assert [_failed(times).wait_s(NOON) for times in (0, 5, 6, 7, 8)] == [0, 0, 2, 4, 8]


def test_no_wait_is_longer_than_the_longest() -> None:
    assert _failed(500).wait_s(NOON) == 15 * 60


def test_failures_far_apart_do_not_add_up() -> None:
    assert _failed(50, apart=HOUR + timedelta(seconds=1)).failed_count == 1


def test_a_wait_ends_and_is_rounded_up_until_it_does() -> None:
    throttle = _failed(6)
    assert throttle.wait_s(NOON + timedelta(milliseconds=100)) == 2
    assert throttle.wait_s(NOON + timedelta(seconds=2)) == 0

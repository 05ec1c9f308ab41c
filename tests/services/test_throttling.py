from datetime import timedelta

import pytest

from tests.services.people import NOON
from voc.errors import TooManyError
from voc.opening import Store
from voc.services.throttling import FREE_BY_NAME, SHUT_LONGEST, count_failure, forget_failures, require_open


def test_a_name_is_shut_after_some_failures_and_opens_again(store: Store) -> None:
    with store.work() as session:
        for _ in range(FREE_BY_NAME + 1):
            require_open(session, "王", "", at=NOON)
            count_failure(session, "王", "", at=NOON)
        with pytest.raises(TooManyError):
            require_open(session, "王", "elsewhere", at=NOON)
        require_open(session, "李", "elsewhere", at=NOON)
        require_open(session, "王", "elsewhere", at=NOON + SHUT_LONGEST)


def test_a_success_opens_the_name_and_not_the_address(store: Store) -> None:
    with store.work() as session:
        for number in range(60):
            count_failure(session, f"u{number}", "10.0.0.9", at=NOON)
        forget_failures(session, "u1")
        with pytest.raises(TooManyError):
            require_open(session, "u1", "10.0.0.9", at=NOON + timedelta(seconds=1))

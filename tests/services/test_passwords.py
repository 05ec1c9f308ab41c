import pytest

from tests.services.people import CHEAP, PASSWORD
from voc.services.passwords import ONE_TIME_LENGTH, Passwords, new_secret, one_time_password, secret_hash


def test_a_password_matches_its_own_hash_alone() -> None:
    hashed = CHEAP.hash(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed
    assert CHEAP.matches(PASSWORD, hashed)
    assert not CHEAP.matches(PASSWORD + " ", hashed)


@pytest.mark.parametrize("hashed", [None, "", "$argon2id$damaged"])
def test_nothing_matches_where_there_is_no_hash(hashed: str | None) -> None:
    assert not CHEAP.matches(PASSWORD, hashed)


def test_the_same_password_never_has_the_same_hash() -> None:
    assert CHEAP.hash(PASSWORD) != CHEAP.hash(PASSWORD)


def test_a_hash_of_other_costs_is_outdated() -> None:
    hashed = CHEAP.hash(PASSWORD)
    assert not CHEAP.outdated(hashed)
    assert Passwords(memory_kib=8, passes=2).outdated(hashed)


def test_the_costs_are_those_that_are_recommended() -> None:
    assert "m=19456,t=2,p=1" in Passwords().hash(PASSWORD)


def test_secrets_are_long_and_never_the_same() -> None:
    assert len({new_secret() for _ in range(20)} | {one_time_password() for _ in range(20)}) == 40
    assert len(new_secret()) == 43
    assert len(one_time_password()) == ONE_TIME_LENGTH
    assert secret_hash("a") != secret_hash("b")

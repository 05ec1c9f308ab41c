from collections.abc import Iterator

import pytest

from api.middleware.body_limit import LIMIT, MIB
from tests.api.serving import Caller


def _chunks(size: int) -> Iterator[bytes]:
    """A body whose length is not stated."""
    for _ in range(size // MIB):
        yield b" " * MIB


@pytest.mark.parametrize("stated", [True, False])
def test_a_body_that_is_too_long_is_refused(administrator: Caller, stated: bool) -> None:
    body = b" " * (LIMIT + 1) if stated else _chunks(LIMIT + MIB)
    answer = administrator.post("users", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["title"]) == (413, "请求太大")


def test_a_length_that_is_none_is_refused(administrator: Caller) -> None:
    answer = administrator.post("users", content=b"{}", headers={"content-length": "many"})
    assert answer.status_code == 413


def test_some_paths_may_be_sent_more(administrator: Caller) -> None:
    answer = administrator.post("models/none/promote", content=b"\n" * (LIMIT + MIB), headers={"If-Match": "*"})
    assert answer.status_code == 404

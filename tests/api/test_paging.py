import base64
from datetime import UTC, datetime

import pytest

from api.paging import cursor_of, moment_in, parts_in, text_in
from tests.api.serving import Caller, Service
from voc.domain.account import Role
from voc.errors import InputError


def _cursor(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["!", "é", "a", _cursor(b"{}"), _cursor(b"[]"), _cursor(b"[1,2]"), _cursor(b"[[1]]"), _cursor(b"[true]"),
     _cursor(b"[4294967296]"), _cursor(b"["), _cursor(b"\xff"), _cursor(b"[" * 400)],
)  # fmt: skip
def test_a_cursor_of_somebody_elses_is_refused(cursor: str) -> None:
    with pytest.raises(InputError, match="cursor 无效"):
        parts_in(cursor, 1)


def test_a_text_comes_out_as_it_went_in() -> None:
    assert text_in(None) == ""
    assert text_in(cursor_of("王芳")) == "王芳"
    for other in (cursor_of(1), cursor_of("a\0b")):
        with pytest.raises(InputError):
            text_in(other)


def test_pages_give_everything_once(service: Service, administrator: Caller) -> None:
    for name in "abcde":
        service.add(name, Role.INSPECTOR)
    found, cursor = [], None
    while True:
        page = administrator.get("users", params={"limit": 4} | ({"cursor": cursor} if cursor else {})).json()
        found += [user["name"] for user in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == ["a", "administrator", "b", "c", "d", "e"]


def test_a_time_comes_out_as_it_went_in() -> None:
    at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert moment_in(at.isoformat()) == at


@pytest.mark.parametrize("part", ["soon", 7, None, "2026-11-02T12:00:00", "0001-01-01T00:00:00+00:00"])
def test_what_is_no_time_is_refused(part: str | int | None) -> None:
    with pytest.raises(InputError, match="cursor 无效"):
        moment_in(part)

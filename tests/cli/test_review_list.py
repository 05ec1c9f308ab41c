import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import voc
from tests.services.reviews.desk import Desk
from voc.domain.reviewing.history import GoStale
from voc.storage.engine import create_engine
from voc.storage.reviews import Reviews


@pytest.fixture
def desk(small_store: Path) -> Iterator[Desk]:
    """Three answers, the first of which is stale."""
    database = create_engine(f"sqlite:///{small_store}")
    desk = Desk(database)
    voc("review", "plan", "全部", "--double-share", "0")
    first = desk.answer("王检")
    desk.answer("王检")
    desk.answer("李检")
    desk.run(lambda s: Reviews(s).count_none(first.contact_key))
    desk.run(lambda s: Reviews(s).advance(Reviews(s).read(first.id), GoStale(), by="program", at=desk.clock()))
    yield desk
    database.dispose()


def _listed(*options: str) -> list[tuple[str, str]]:
    found = json.loads(voc("review", "list", *options, "--json").out)
    return [(one["reviewer"], one["status"]) for one in found]


@pytest.mark.usefixtures("desk")
def test_reviews_are_listed_by_where_they_stand() -> None:
    assert _listed() == [("李检", "final"), ("王检", "final"), ("王检", "stale")]
    assert _listed("--oldest")[0] == ("王检", "stale")
    assert _listed("--status", "stale") == [("王检", "stale")]
    assert _listed("--reviewer", "李检", "--counts", "--purpose", "sample") == [("李检", "final")]
    assert _listed("--until", "2026-01-01") == []
    shown = voc("review", "list", "--status", "stale").out
    assert "原文已变" in shown
    assert "王检" in shown
    cut = voc("review", "list", "--limit", "1")
    assert "还有更多；只列出了 1 份" in cut.err


@pytest.mark.usefixtures("desk")
def test_a_user_is_named_as_he_signs_in(desk: Desk) -> None:
    assert voc("users", "add", "zhang", "--role", "inspector").code == 0
    (user,) = (one for one in json.loads(voc("users", "list", "--json").out) if one["name"] == "zhang")
    desk.answer(user["id"])
    assert _listed("--reviewer", "zhang") == [(user["id"], "final")]


@pytest.mark.usefixtures("small_store")
def test_where_there_is_none_the_list_is_empty_and_nobody_unknown_is_taken_for_idle() -> None:
    assert voc("review", "list", "--status", "stale").code == 0
    outcome = voc("review", "list", "--reviewer", "没有这个人")
    assert (outcome.code, outcome.err.strip()) == (1, "错误：没有用户 没有这个人，也没有他的复核")

"""Two saves of one review at the same moment, on both databases."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from httpx2 import Response

from tests.api.reviewing import ANGRY, CONTENT, act, changed, direct
from tests.api.serving import Caller
from tests.api.world import World, bank_on
from voc.domain.account import Role
from voc.domain.reviewing.changes import TellComment
from voc.nlp.analyzer import Analyzer
from voc.services.reviews import answering


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    with bank_on(request.param, request, tmp_path / "bank", analyzer) as world:
        yield world


def test_of_two_saves_at_the_same_moment_the_later_is_told_that_its_version_is_stale(world: World) -> None:
    lead = world.service.signed_in(world.people[Role.QA_LEAD])
    for what, content in (("changes", {"json": CONTENT}), ("undo", {}), ("submit", {})):
        review = changed(lead, direct(lead, world.ours), ANGRY)
        late = _while_another_saves(world, lead, review["id"], what, content)
        assert (what, late.status_code, late.json()["title"]) == (what, 412, "内容已变")
        assert lead.get(f"reviews/{review['id']}").json()["version"] == 2


def _while_another_saves(world: World, lead: Caller, id: str, what: str, content: dict[str, Any]) -> Response:
    """What is answered to a request that comes while another one saves, before that is committed."""
    answers: list[Response] = []
    later = Thread(target=lambda: answers.append(act(lead, {"id": id, "version": 1}, what, **content)))
    with world.service.parts.store.work() as session:
        answering.change(session, id, TellComment("先到"), who=lead.user.id, at=world.service.clock())
        later.start()
        later.join(timeout=0.5)
        assert later.is_alive()
    later.join()
    return answers[0]

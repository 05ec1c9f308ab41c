from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.services.reviews.desk import FAULT, Desk
from tests.services.rule_proposals import proposed
from voc.domain.account import Actor, Role
from voc.domain.attribution import Kind
from voc.domain.permission import Action, allowed
from voc.domain.review import Finding
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.nlp.language import Language, shipped_objects, shipped_rule_texts
from voc.services.access import Access
from voc.services.rule_checking import checked
from voc.services.rule_preview import SAMPLE, Preview, preview
from voc.services.weekly import read_departments
from voc.settings import shipped
from voc.storage.access import nobody_assigned

Look = Callable[..., Preview]


@pytest.fixture
def look(desk: Desk, language: Language) -> Look:
    """What a rule about 转不出去 would do."""
    text = proposed("转不出去", id="own.stuck", factor="product.stability")
    rules = checked(text, shipped_rule_texts(), language).rule_set
    access = Access(read_departments(shipped("samples") / "departments.toml"), shipped_objects(), nobody_assigned)

    def looked(most: int = 100, role: Role = Role.QA_LEAD) -> Preview:
        reach = allowed(Actor("u", frozenset({role}), agent_id="A-9"), Action.CONTACT_READ)
        return desk.run(  # type: ignore[no-any-return]
            lambda session: preview(session, rules, language, reach=reach, access=access, most=most)
        )

    return looked


def test_contacts_that_would_be_hit_are_counted_and_named(desk: Desk, look: Look) -> None:
    keys = desk.feed((FAULT,), ())
    desk.rewrite("C-2", text="没有什么")
    found = look()
    assert (found.contact_count, found.hit_count, found.keys, found.judged_count) == (2, 1, (keys[0],), 0)
    assert [(row.rule.id, row.precision) for row in found.health] == [("own.stuck", None)]


def test_no_more_than_asked_are_looked_at_and_a_few_named(desk: Desk, look: Look) -> None:
    desk.feed(*[()] * (SAMPLE + 2))
    found = look()
    assert (found.hit_count, len(found.keys)) == (SAMPLE + 2, SAMPLE)
    assert look(most=3).contact_count == 3


def test_what_is_out_of_reach_is_neither_counted_nor_named(desk: Desk, look: Look) -> None:
    desk.feed((FAULT,))
    found = look(role=Role.AGENT)
    assert (found.contact_count, found.hit_count, found.keys) == (0, 0, ())


def test_verdicts_of_people_tell_how_often_it_would_be_right(desk: Desk, look: Look) -> None:
    desk.feed((FAULT,), (FAULT,), (FAULT,))
    desk.plan(size=3)
    finding = Finding(Cause.PRODUCT, "product.stability", Kind.PAIN, None, FAULT.evidence)
    desk.answer("王检", TellDissatisfied(True), PutFinding(finding))
    desk.answer("王检", TellDissatisfied(True), PutFinding(replace(finding, factor="product.speed")))
    (row,) = look().health
    assert (look().judged_count, row.judged_count, row.right_count) == (2, 2, 1)
    assert row.precision == 0.5
    assert 0 < row.interval[0] < 0.5 < row.interval[1] < 1
    assert look(most=1).judged_count == 1

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import VERSION, analysis, attribution
from voc.domain.attribution import AbstainReason, Analysis
from voc.domain.difference import Aspect, CodeChange, Compared, summarized
from voc.domain.taxonomy import Cause

CONTENT = analysis("C-1")
FAULT = analysis("C-1", attribution("product.stability"))
SLOW = analysis("C-1", attribution("product.speed"))
UNCLEAR = analysis("C-1", attribution(None))
RULE = analysis("C-1", attribution("rule.channel"))
BOTH = analysis("C-1", attribution("product.stability"), attribution("rule.channel"))
UNSURE = replace(FAULT, abstain_reason=AbstainReason.LOW_CONFIDENCE)


def pair(before: Analysis, after: Analysis) -> Compared:
    return Compared("default", before, replace(after, version=replace(VERSION, model="m2")))


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (FAULT, FAULT, []),
        (FAULT, replace(FAULT, confidence=0.1), []),
        (CONTENT, FAULT, [Aspect.DISSATISFIED, Aspect.CAUSES, Aspect.FACTORS, Aspect.PRIMARY]),
        (FAULT, SLOW, [Aspect.FACTORS]),
        (FAULT, UNCLEAR, [Aspect.FACTORS]),
        (FAULT, BOTH, [Aspect.CAUSES, Aspect.FACTORS]),
        (FAULT, RULE, [Aspect.CAUSES, Aspect.FACTORS, Aspect.PRIMARY]),
        (BOTH, replace(BOTH, primary=Cause.RULE), [Aspect.PRIMARY]),
        (FAULT, UNSURE, [Aspect.ABSTAINED]),
        (UNSURE, replace(UNSURE, abstain_reason=AbstainReason.CONFLICT), []),
    ],
)
def test_what_differs_is_named(before: Analysis, after: Analysis, changed: list[Aspect]) -> None:
    assert list(pair(before, after).changed) == changed
    assert pair(before, after).contact_id == "C-1"


def test_contacts_are_counted_by_what_changes_in_them() -> None:
    found = summarized([pair(FAULT, FAULT), pair(FAULT, SLOW), pair(FAULT, BOTH), pair(CONTENT, RULE)])
    assert (found.compared_count, found.changed_count) == (4, 3)
    assert dict(found.aspects) == {
        Aspect.DISSATISFIED: 1,
        Aspect.CAUSES: 2,
        Aspect.FACTORS: 3,
        Aspect.PRIMARY: 1,
        Aspect.ABSTAINED: 0,
    }
    assert found.codes == (
        CodeChange("product.speed", 1, 0),
        CodeChange("product.stability", 0, 1),
        CodeChange("rule", 2, 0),
        CodeChange("rule.channel", 2, 0),
    )


_ANY = st.sampled_from([CONTENT, FAULT, SLOW, UNCLEAR, RULE, BOTH, UNSURE])
_PAIRS = st.lists(st.builds(pair, _ANY, _ANY), max_size=8)


@given(_PAIRS, _PAIRS)
def test_counting_in_parts_is_counting_at_once(some: list[Compared], others: list[Compared]) -> None:
    assert summarized(some).plus(summarized(others)) == summarized([*some, *others])


def test_every_aspect_has_a_name() -> None:
    assert len({aspect.label for aspect in Aspect}) == len(Aspect)

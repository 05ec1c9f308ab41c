import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.attribution import Evidence, Kind
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.review import Citation, Finding
from voc.domain.reviewing.changes import (
    Answer,
    Cite,
    DropFinding,
    DropMoment,
    FindingKey,
    PutFinding,
    PutMoment,
    TellComment,
    TellDissatisfied,
    TellPrimary,
    TellResolved,
)
from voc.domain.reviewing.history import GoStale, Reopen, Step, Submit, Undo
from voc.domain.taxonomy import Cause
from voc.storage.review_mapping import answer_of, answer_values, step_json, step_of

CAUSES, WORDS, NUMBERS = st.sampled_from(Cause), st.text(max_size=5), st.integers(-1, 50)
EVIDENCE = st.builds(Evidence, NUMBERS, NUMBERS, NUMBERS, WORDS, st.none() | WORDS)
FINDINGS = st.builds(
    lambda cause, factored, *rest: Finding(cause, f"{cause}.x" if factored else None, *rest),
    CAUSES,
    st.booleans(),
    st.sampled_from(Kind),
    st.none() | WORDS,
    st.lists(EVIDENCE, max_size=2).map(tuple),
)
MOMENTS = st.builds(
    Moment,
    st.sampled_from(MomentKind),
    NUMBERS,
    st.sampled_from(Phase),
    st.floats(-1, 1),
    st.none() | st.sampled_from(TurnedBy),
)
CITATIONS = st.builds(Citation, CAUSES, st.none() | WORDS, st.booleans())
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(TellDissatisfied, st.booleans()),
    st.builds(PutFinding, FINDINGS),
    st.builds(DropFinding, st.builds(FindingKey, CAUSES, st.none() | WORDS, st.none() | WORDS)),
    st.builds(TellPrimary, CAUSES),
    st.builds(PutMoment, MOMENTS),
    st.builds(DropMoment, st.sampled_from(MomentKind)),
    st.builds(TellResolved, st.none() | st.booleans()),
    st.builds(lambda c, f: Cite(c, f if c.right else None), CITATIONS, FINDINGS),
    st.builds(TellComment, WORDS),
    st.sampled_from([Undo(), Submit(), GoStale()]),
    st.builds(Reopen, st.integers(1, 9)),
)
ANSWERS = st.builds(
    Answer,
    st.none() | st.booleans(),
    st.lists(FINDINGS, max_size=2).map(tuple),
    st.none() | CAUSES,
    st.lists(MOMENTS, max_size=2).map(tuple),
    st.none() | st.booleans(),
    st.lists(CITATIONS, max_size=2).map(tuple),
    WORDS,
)


@given(STEPS)
def test_a_step_comes_back_from_json_as_it_was(step: Step) -> None:
    assert step_of(json.loads(json.dumps(step_json(step)))) == step


@given(ANSWERS)
def test_an_answer_comes_back_from_its_columns_as_it_was(answer: Answer) -> None:
    assert answer_of(SimpleNamespace(**json.loads(json.dumps(answer_values(answer))))) == answer


def test_a_step_that_is_not_known_is_no_guess() -> None:
    with pytest.raises(ValueError, match="no step"):
        step_of({"step": "dance"})

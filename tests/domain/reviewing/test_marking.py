from dataclasses import replace

import pytest

from tests.builders import conversation, evidence, finding, survey, utterance
from tests.domain.reviewing.answers import moment
from voc.domain.attribution import COMMENT
from voc.domain.contact import Contact
from voc.domain.reviewing.changes import Answer
from voc.domain.reviewing.marking import Texts
from voc.errors import InputError

CALL = Texts.of(
    Contact.of(
        conversation(
            utterance("您好"), utterance("转账转不出去"), survey=survey("S-0", comment="太慢了", embedded=True)
        ),
        (survey("S-2", comment="跑了两趟"),),
    )
)


def test_words_are_marked_in_an_utterance_or_a_comment() -> None:
    assert CALL.mark(1, 2, 6) == evidence("转不出去", 1, 2)
    assert CALL.mark(COMMENT, 0, 2).text == "太慢"
    assert CALL.mark(COMMENT, 0, 1, survey_id="S-2").text == "跑"
    alone = Texts.of(Contact(None, (survey("S-9", comment="等太久"),)))
    assert (alone.spoken, alone.mark(COMMENT, 0, 3).text) == ((), "等太久")


@pytest.mark.parametrize(("at", "survey_id"), [(2, None), (-2, None), (COMMENT, "S-0")])
def test_what_is_not_there_cannot_be_marked(at: int, survey_id: str | None) -> None:
    with pytest.raises(InputError, match="不存在"):
        CALL.mark(at, 0, 1, survey_id=survey_id)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (1, 1), (0, 7)])
def test_only_characters_of_the_text_can_be_marked(start: int, end: int) -> None:
    with pytest.raises(InputError, match="不在原文之内"):
        CALL.mark(1, start, end)


def test_marked_words_are_found_again_where_they_were() -> None:
    assert CALL.holds(evidence("转不出去", 1, 2))
    assert not CALL.holds(evidence("转不出去", 1, 1))
    assert not CALL.holds(evidence("转不出去", 5, 2))
    assert CALL.holds(replace(evidence("跑了", COMMENT, 0), survey_id="S-2"))


def test_an_answer_stands_as_long_as_all_that_it_marks() -> None:
    assert CALL.bears(Answer())
    assert CALL.bears(Answer(findings=(finding(),), moments=(moment(utterance=1),)))
    assert not CALL.bears(Answer(findings=(finding(texts=("转不出去", "转不进来")),)))
    assert not CALL.bears(Answer(moments=(moment(utterance=2),)))

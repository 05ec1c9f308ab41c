import pytest

from voc.domain.survey import DEFAULT_SCALE, Scale, SurveyResponse
from voc.errors import InputError
from voc.ingest.answers import Answer, check_depth, embedded_survey, survey_response
from voc.ingest.mapping import ColumnMapping, ScalePoint
from voc.ingest.rows import Reading

from .reading import PLAIN, ZONE

DEFAULTS = Reading("f", ZONE, ColumnMapping(defaults={"scale_worst": 3, "scale_best": 1, "channel": "sms"}))


def embedded(**fields: object) -> SurveyResponse | None:
    return embedded_survey(Answer(fields, {"round": 2}), "C-1", PLAIN)


def test_an_embedded_survey_has_the_id_of_its_conversation() -> None:
    assert embedded(score="2", id="own", kind="survey_response", conversation_id="C-9") == SurveyResponse(
        "C-1", "C-1", score=2.0, embedded=True, metadata={"round": 2, "id": "own"}
    )


def test_an_embedded_survey_that_says_nothing_is_none_or_an_unanswered_invitation() -> None:
    assert embedded() is None
    assert embedded(score=None, comment=" ", scale=[1, 5], invited=False) is None
    unanswered = embedded(score="", invited=True)
    assert unanswered is not None
    assert unanswered.invited
    assert not unanswered.answered


def test_a_fault_in_an_embedded_survey_names_it() -> None:
    with pytest.raises(InputError, match=r"^survey\.invited 须是"):
        embedded(invited="x")
    with pytest.raises(InputError, match=r"^survey\.answered_at 不是"):
        embedded(score=1, answered_at="x")


@pytest.mark.parametrize(
    ("point", "score"), [(ScalePoint.WORST, 3.0), (ScalePoint.MIDDLE, 2.0), (ScalePoint.BEST, 1.0)]
)
def test_a_score_may_be_a_point_of_the_scale(point: ScalePoint, score: float) -> None:
    assert survey_response({"id": 1, "score": point, "scale": [3, 1]}, {}, PLAIN).score == score


def test_the_default_scale_stated_or_left_out_gives_the_same_content() -> None:
    stated = survey_response({"id": 1, "score": 2, "scale_worst": "1", "scale_best": "5"}, {}, PLAIN)
    assert stated.scale is survey_response({"id": 1, "score": 2}, {}, PLAIN).scale is DEFAULT_SCALE


def test_defaults_of_the_mapping_fill_what_is_missing() -> None:
    assert survey_response({"id": 1, "score": 2, "channel": "app"}, {}, DEFAULTS) == SurveyResponse(
        "1", channel="app", score=2.0, scale=Scale(3, 1)
    )
    inside = embedded_survey(Answer({"score": 2}, {}), "C-1", DEFAULTS)
    assert inside == SurveyResponse("C-1", "C-1", score=2.0, scale=Scale(3, 1), embedded=True)


def test_half_a_scale_is_refused() -> None:
    with pytest.raises(InputError, match=r"^scale 须同时给出最差分和最好分$"):
        survey_response({"id": 1, "score": 2, "scale_worst": 1}, {}, PLAIN)


def test_nesting_is_bounded() -> None:
    deep: object = 1
    for _ in range(31):
        deep = {"a": [deep]} if _ % 2 else [deep]
    with pytest.raises(InputError, match=r"^嵌套过深$"):
        check_depth(deep)
    check_depth({"a": [[[{"b": []}]]], "c": "text"})

import pytest

from tests.nlp.evaluation.cases import COMMENTS, SPOKEN, by_name


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("right", True),
        ("accepted factor, other cause too", False),
        ("false alarm", False),
        ("content", True),
        ("one of both, waiting", False),
        ("unspecified", True),
    ],
)
def test_a_verdict_is_right_when_dissatisfaction_and_all_causes_are(name: str, right: bool) -> None:
    assert by_name(name).right is right


def test_words_are_those_of_an_utterance_or_of_the_comment() -> None:
    assert by_name("right").text(3) == SPOKEN[3][1]
    assert by_name("both").text(None) == COMMENTS
    assert by_name("not labelled for phases").text(None) == COMMENTS
    assert by_name("right").text(None) == ""

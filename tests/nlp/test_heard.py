"""What the text models say of one contact."""

from voc.nlp.classifier import Answers
from voc.nlp.heard import Aspect, Heard


def of(value: float) -> Answers:
    return Answers({"rule": 0}, [value], [], [])


def test_what_is_heard_of_the_call_is_none_of_its_passages() -> None:
    heard = Heard({0: of(1.0), 2: of(2.0)}, of(9.0))
    assert list(heard) == [0, 2]
    assert [answers.of("rule") for answers in heard.values()] == [1.0, 2.0]
    assert heard.call is not None
    assert heard.call.of("rule") == 9.0


def test_nothing_heard_is_nothing() -> None:
    assert not Heard()
    assert Heard().call is None
    assert Heard(((1, of(0.0)),)).call is None


def test_other_passages_leave_the_rest_as_it_is() -> None:
    heard = Heard({0: of(1.0)}, of(9.0), {Aspect.LOW: {0: -1.0}})
    other = heard.with_passages({2: of(2.0)})
    assert list(other) == [2]
    assert (other.call, other.points) == (heard.call, heard.points)

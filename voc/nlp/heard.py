"""What the text models say of one contact."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from voc.nlp.classifier import Answers

AnswersByPassage = Mapping[int, Answers] | Iterable[tuple[int, Answers]]


class Aspect(StrEnum):
    """What is heard of a customer utterance of a call by the words in and around it (`voc.nlp.points`)."""

    LOW = "low"
    HIGH = "high"
    FEELING = "feeling"


class Heard(dict[int, Answers]):
    """What is said of the passages of a contact, by their numbers (other labels of the customer's words than of those
    he is told); of its call as a whole (`call`), and of each customer utterance, by aspect and number (`points`), where
    these were heard.

    A `dict`, because a passage is looked up a thousand times in a call; `with_passages` keeps the rest.
    """

    __slots__ = ("call", "points")

    def __init__(
        self,
        passages: AnswersByPassage = (),
        call: Answers | None = None,
        points: Mapping[Aspect, Mapping[int, float]] | None = None,
    ) -> None:
        super().__init__(passages)
        self.call = call
        self.points = points or {}

    def with_passages(self, passages: AnswersByPassage) -> "Heard":
        """Other passages, and the same of the call and of its utterances."""
        return Heard(passages, self.call, self.points)

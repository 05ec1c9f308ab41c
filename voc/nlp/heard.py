"""What the text models say of one contact."""

from collections.abc import Iterable, Mapping

from voc.nlp.classifier import Answers


class Heard(dict[int, Answers]):
    """What is said of the passages of a contact, by their numbers; of its call as a whole (`call`), and of each
    utterance as a point of it (`points`: by aspect and number, as of `voc.nlp.points`), where these were heard.

    A `dict`, because a passage is looked up a thousand times in a call.
    """

    __slots__ = ("call", "points")

    def __init__(
        self,
        passages: Mapping[int, Answers] | Iterable[tuple[int, Answers]] = (),
        call: Answers | None = None,
        points: Mapping[str, Mapping[int, float]] | None = None,
    ) -> None:
        super().__init__(passages)
        self.call = call
        self.points = points or {}

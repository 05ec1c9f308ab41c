"""The examples of a rule: texts that it must and must not match."""

from collections.abc import Iterator
from dataclasses import dataclass

from voc.domain.conversation import Speaker
from voc.domain.expressions import NamedLists
from voc.domain.rule import Example, Rule, StagedExample, example_text
from voc.nlp.passage import passage_of, passages_of
from voc.nlp.rules.book import RuleBook
from voc.nlp.rules.scene import Scene
from voc.nlp.rules.turns import turns_of
from voc.nlp.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class Broken:
    """An example that a rule does not keep: the `number`th, from 0, of its `matches` or `spares`, which is the key."""

    rule: Rule
    key: str
    number: int
    text: str

    @property
    def reason(self) -> str:
        return "应命中而没有命中" if self.key == "matches" else "不应命中而命中了"


def example_scene(example: Example, speaker: Speaker, tokenizer: Tokenizer) -> Scene:
    """An example as a scene: one utterance by a rule's speaker, or turns that begin with `客：`, `座：` or `系：`.

    One that says more than words knows the rest too.
    """
    if isinstance(example, StagedExample):
        return Scene(passages_of(example.contact, tokenizer), example.contact, example.phases, example.valences)
    said = turns_of(example, speaker)
    return Scene(tuple(passage_of(words, tokenizer, utterance=n, speaker=who) for n, (who, words) in enumerate(said)))


def broken_examples(rules: tuple[Rule, ...], lists: NamedLists, tokenizer: Tokenizer) -> Iterator[Broken]:
    """Examples that are not kept, rule after rule."""
    for rule in rules:
        own = RuleBook([rule], lists)
        for key, examples in (("matches", rule.matches), ("spares", rule.spares)):
            for number, example in enumerate(examples):
                matched = bool(own.match(example_scene(example, rule.speaker, tokenizer)))
                if matched is not (key == "matches"):
                    yield Broken(rule, key, number, example_text(example))

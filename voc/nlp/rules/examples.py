"""The examples of a rule: texts that it must and must not match."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voc.domain.conversation import Speaker
from voc.domain.expressions import NamedLists
from voc.domain.rule import Rule
from voc.nlp.passage import passage_of
from voc.nlp.rules.book import RuleBook
from voc.nlp.rules.scene import Scene
from voc.nlp.tokenizer import Tokenizer

# Turns stand on lines of their own; as a document sets them, on one line with ` / ` between them.
_BETWEEN = re.compile(r"\n|\s/\s+(?=[客座系][:：])")
_TURN = re.compile(r"([客座系])[:：]\s*(.*)")
_SPEAKERS = {"客": Speaker.CUSTOMER, "座": Speaker.AGENT, "系": Speaker.SYSTEM}


@dataclass(frozen=True, slots=True)
class Broken:
    """An example that a rule does not keep; `wanted` tells which kind."""

    rule: Rule
    text: str
    wanted: bool


def example_scene(text: str, speaker: Speaker, tokenizer: Tokenizer) -> Scene:
    """An example as a scene: one utterance by a rule's speaker, or turns that begin with `客：`, `座：` or `系：`."""
    turns = [_TURN.fullmatch(line.strip()) for line in _BETWEEN.split(text.strip())]
    said = [(_SPEAKERS[turn[1]], turn[2]) for turn in turns if turn is not None]
    if len(said) < len(turns) or not said:
        said = [(speaker, text)]
    return Scene(tuple(passage_of(words, tokenizer, utterance=n, speaker=who) for n, (who, words) in enumerate(said)))


def broken_examples(rules: tuple[Rule, ...], lists: NamedLists, tokenizer: Tokenizer) -> Iterator[Broken]:
    """Examples that are not kept, rule after rule."""
    for rule in rules:
        own = RuleBook([rule], lists)
        for wanted, texts in ((True, rule.matches), (False, rule.spares)):
            for text in texts:
                if bool(own.match(example_scene(text, rule.speaker, tokenizer))) is not wanted:
                    yield Broken(rule, text, wanted)

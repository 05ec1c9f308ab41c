"""Rules, and words of rules, whose hits others of the same factor always hit as well."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from voc.domain.expressions import Expression, Phrase, Regardless, SpokenBy, Word, printed
from voc.domain.rule import Rule
from voc.nlp.rules.book import Search
from voc.nlp.rules.covering import HitsIn, covers
from voc.nlp.rules.examples import example_scene
from voc.nlp.rules.files import RuleSet
from voc.nlp.rules.findings import Fault, Finding, found
from voc.nlp.rules.normal import alternatives_of
from voc.nlp.rules.remarks import shortened
from voc.nlp.tokenizer import Tokenizer

MOST_NAMED = 3
# Words whose parts are remembered: the same is looked for in every other rule of its factor.
KEPT = 1024


def covered_rules(rule_set: RuleSet, tokenizer: Tokenizer, about: frozenset[str] | None = None) -> Iterator[Finding]:
    """Rules that may go without a vote being lost, and words that change but the length of the evidence.

    Only of those that it is `about`; all where that is None.
    """
    ready = [_Pieces.of(rule, rule_set) for rule in rule_set.rules]
    for own in ready:
        if about is None or own.rule.id in about:
            hits_in = _trial(own.rule, tokenizer)
            yield from _by_others(own, ready, rule_set, hits_in)
            yield from _by_its_own(own, rule_set, hits_in)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The alternatives of a rule, and what is excepted from it as it is printed.

    Of its alternatives, a single word can only be covered by `words`, here by their texts, and by `looser` ones.
    """

    rule: Rule
    pieces: tuple[Expression, ...]
    own: frozenset[Expression]
    outside: frozenset[str]
    words: dict[str, list[Expression]] = field(default_factory=lambda: defaultdict(list))
    looser: list[Expression] = field(default_factory=list)

    @classmethod
    def of(cls, rule: Rule, rule_set: RuleSet) -> "_Pieces":
        outside = alternatives_of(rule.unless, rule_set.lists, rule.speaker)
        pieces = alternatives_of(rule.when, rule_set.lists, rule.speaker)
        made = cls(rule, pieces, frozenset(pieces), frozenset(map(printed, outside)))
        for piece in made.pieces:
            word = _single(piece)
            if word is not None:
                made.words[word].append(piece)
            elif isinstance(piece, Regardless):
                made.looser.append(piece)
        return made

    def wider(self, piece: Expression, hits_in: HitsIn) -> Expression | None:
        """The first alternative, other than the piece itself, that covers a piece."""
        word = _single(piece)
        near: Iterable[Expression] = self.pieces
        if word is not None:
            near = [one for part in _parts(word) for one in self.words.get(part, ())] + self.looser
        return next((one for one in near if one != piece and covers(one, piece, hits_in)), None)


@lru_cache(KEPT)
def _parts(word: str) -> tuple[str, ...]:
    """All words that stand in a word, each once, in the order of their beginnings."""
    return tuple(dict.fromkeys(word[a:b] for a in range(len(word)) for b in range(a + 1, len(word) + 1)))


def _single(piece: Expression) -> str | None:
    """The text of a piece that is a single word."""
    match piece:
        case Phrase(groups=((Word(text),),)):
            return text
        case _:
            return None


def _trial(rule: Rule, tokenizer: Tokenizer) -> HitsIn:
    """Whether words hit in a text that the rule's speaker says."""

    def hits_in(expression: Expression, text: str) -> bool:
        return Search(SpokenBy(rule.speaker, expression)).hits(example_scene(text, rule.speaker, tokenizer)) is not None

    return hits_in


def _by_others(own: _Pieces, ready: Sequence[_Pieces], rule_set: RuleSet, hits_in: HitsIn) -> Iterator[Finding]:
    for other in ready:
        if not _comparable(own, other) or own.own <= other.own:
            continue
        if all(piece in other.own or other.wider(piece, hits_in) is not None for piece in own.pieces):
            yield found(rule_set, Fault.COVERED, own.rule, f"凡它命中的分句，{other.rule.id} 都命中")
            return


def _comparable(own: _Pieces, other: _Pieces) -> bool:
    """Whether votes of the other rule are as good; one that has the same alternatives is told elsewhere."""
    one, wider = own.rule, other.rule
    alike = (one.factor, one.says, one.speaker, one.kind) == (wider.factor, wider.says, wider.speaker, wider.kind)
    return alike and one.id != wider.id and one.allows <= wider.allows and other.outside <= own.outside


def _by_its_own(own: _Pieces, rule_set: RuleSet, hits_in: HitsIn) -> Iterator[Finding]:
    covered = [(piece, wider) for piece in own.pieces if (wider := own.wider(piece, hits_in)) is not None]
    if not covered:
        return
    named = "、".join(f"{shortened(piece)}（已有 {shortened(wider)}）" for piece, wider in covered[:MOST_NAMED])
    more = f"等 {len(covered)} 处" if len(covered) > MOST_NAMED else ""
    yield found(rule_set, Fault.COVERED, own.rule, f"有它没它投票都一样，只影响证据的长短：{named}{more}")

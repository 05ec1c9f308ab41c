"""Valence: how a customer's utterance feels, from words of feeling and what bends them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt

from voc.domain.conversation import Speaker
from voc.domain.numbers import rounded
from voc.nlp.cues import CLAUSE_BREAKS
from voc.nlp.lexicon import Bend, Degree, Feeling, Lexicon, Scale
from voc.nlp.passage import Passage

_EXCLAMATION = re.compile(r"!+|[?!]{2,}|[啊呀]{3,}")
MOST_EXCLAMATIONS = 3
_BANK = re.compile("你们|您|银行|客服|柜台|经理")

# One occurrence of a feeling and what it adds; None stands for a contrast (但是).
Occurrence = tuple[Feeling, float]


def valence_of(passage: Passage, lexicon: Lexicon) -> float:
    """How one text feels, −1…1, rounded; 0.0 for one without any word of feeling.

    Weights of the words are bent by negation and degree before them in the clause, weighed by contrast (what follows
    但是 counts more) and, beyond a usual length, by the length of the text; praise beside an irony marker is turned,
    displeasure beside laughter or about somebody else shrinks. The sum x is bounded as x/√(x² + softness).
    """
    return _bounded(_strength(passage, lexicon), lexicon.scale)


def valences_of(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[float | None, ...]:
    """The valence of each utterance of a conversation; None where the customer does not speak.

    `passages` are those of one contact, survey comments left out. Displeasure counts less in the customer's first
    utterances, where he tells what brought him, and more where the agent answers with an apology or comfort.
    """
    scale = lexicon.scale
    spoken = [p for p in passages if p.utterance >= 0]
    openings = {
        p.utterance for p in [p for p in spoken if p.speaker is Speaker.CUSTOMER][: int(scale.opening_utterances)]
    }
    valences: list[float | None] = []
    comforted = False
    for passage in reversed(spoken):
        if passage.speaker is not Speaker.CUSTOMER:
            comforted = comforted or lexicon.comforts(passage.text)
            valences.append(None)
            continue
        strength = _strength(passage, lexicon)
        if strength < 0:
            strength *= scale.comforted if comforted else 1.0
            strength *= scale.opening if passage.utterance in openings else 1.0
        valences.append(_bounded(strength, scale))
        comforted = False
    return tuple(reversed(valences))


def _bounded(strength: float, scale: Scale) -> float:
    return rounded(strength / sqrt(strength * strength + scale.softness)) if strength else 0.0


def _strength(passage: Passage, lexicon: Lexicon) -> float:
    occurrences = _weighed(_bent(passage, lexicon), lexicon.scale)
    if not occurrences:
        return 0.0
    scale = lexicon.scale
    total = _sum_of(occurrences, passage.text, lexicon)
    runs = sum(1 for _ in _EXCLAMATION.finditer(passage.text))
    spread = max(1.0, len(passage.text) / scale.usual_length) ** scale.length_power
    return float(total * scale.exclaimed ** min(runs, MOST_EXCLAMATIONS) / spread)


def _weighed(found: Iterable[Occurrence | None], scale: Scale) -> list[Occurrence]:
    """Occurrences with contrast counted in, and groups that count once counted once."""
    weighed: list[Occurrence] = []
    since = 0
    seen: set[str] = set()
    for occurrence in found:
        if occurrence is None:
            weighed[since:] = [(feeling, x * scale.earlier) for feeling, x in weighed[since:]]
            since = len(weighed)
        elif not (occurrence[0].once and occurrence[0].name in seen):
            seen.add(occurrence[0].name)
            weighed.append(occurrence)
    if since:
        weighed[since:] = [(feeling, x * scale.later) for feeling, x in weighed[since:]]
    return weighed


def _sum_of(occurrences: Sequence[Occurrence], text: str, lexicon: Lexicon) -> float:
    scale = lexicon.scale
    pleased = sum(x for _, x in occurrences if x > 0)
    displeased = sum(x for _, x in occurrences if x < 0)
    if displeased and any(feeling.laughs for feeling, _ in occurrences):
        displeased *= scale.laughed
    elif any(feeling.vents for feeling, _ in occurrences) and lexicon.others(text) and not _BANK.search(text):
        displeased *= scale.others
    if any(feeling.turns_praise for feeling, _ in occurrences):
        pleased *= scale.irony_turns
    return pleased + displeased


def _bent(passage: Passage, lexicon: Lexicon) -> Iterator[Occurrence | None]:
    """Each occurrence of a feeling after negation and degree; None for a contrast."""
    scale = lexicon.scale
    text = passage.text
    negators, factor = 0, 1.0
    negated_to = degree_to = len(text)
    for start, end, mark in lexicon.found_in(passage):
        if isinstance(mark, Feeling):
            x = mark.weight
            if x:
                if _reaches(text, degree_to, start, scale.degree_window):
                    x *= factor
                if negators % 2 and _reaches(text, negated_to, start, scale.negation_window):
                    x *= mark.turned
                yield mark, x
            negators, negated_to, degree_to = 0, len(text), len(text)
        elif isinstance(mark, Degree):
            near = _reaches(text, degree_to, start, scale.degree_window)
            factor, degree_to = (factor * mark.factor if near else mark.factor), end
        elif mark is Bend.CONTRAST:
            yield None
            negators = 0
        else:
            near = _reaches(text, negated_to, start, scale.negation_window)
            negators = (negators if near else 0) + (2 if mark is Bend.DOUBLE_NEGATOR else 1)
            negated_to = end


def _reaches(text: str, end: int, start: int, window: float) -> bool:
    """Whether a word that ended at `end` bends one at `start`: close before it, in the same clause."""
    return 0 <= start - end <= window and CLAUSE_BREAKS.isdisjoint(text[end:start])

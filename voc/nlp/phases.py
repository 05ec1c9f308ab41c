"""Phases of a call: signs of each utterance, and the best path through the four phases."""

import re
from collections.abc import Iterator, Sequence
from operator import add

from voc.domain.conversation import Speaker
from voc.domain.moments import Phase
from voc.nlp.cues import Cues, PhaseWeights
from voc.nlp.passage import Passage
from voc.nlp.short_calls import FEW, Said, short_phases

_DIGIT = re.compile(r"[0-9零幺一二三四五六七八九]")
MANY_DIGITS = 4
_PHASES = tuple(Phase)
SHORT, LONG = 6, 30
EDGE = 6
_MAY_I_ASK = "请问"
# Cues of an agent that begins to answer; how often they came so far is a sign.
_ANSWERS = frozenset(("looks", "explains", "acts"))
_NO_ANSWERS = frozenset(("hello", "asks_identity", "asks"))
MOST_ANSWERS = 4


def phases_of(passages: Sequence[Passage], cues: Cues) -> tuple[Phase, ...]:
    """The phase of each utterance of a conversation; survey comments among the passages are left out.

    The path with the greatest sum of weights (Viterbi 1967) over the signs of each utterance and the steps between
    phases; of equal paths the one with earlier phases. A call of few utterances is read by what each of them does.
    """
    spoken = [p for p in passages if p.utterance >= 0]
    if not spoken:
        return ()
    if len(spoken) <= FEW:
        return short_phases([_said(p, cues) for p in spoken])
    return _best_path([_scores(signs, cues.phases) for signs in signs_of(spoken, cues)], cues.phases)


def signs_of(spoken: Sequence[Passage], cues: Cues) -> list[list[str]]:
    """What can be seen of each utterance: its cues and its neighbours' with their speakers, form and place."""
    shown = [_shown(p, cues) for p in spoken]
    own = [[f"{p.speaker.value}:{name}" for name in names] for p, names in zip(spoken, shown, strict=True)]
    answers = 0
    signs = []
    for i, passage in enumerate(spoken):
        if passage.speaker is not Speaker.CUSTOMER and _answering(shown[i]):
            answers += 1
        signs.append(
            [
                *own[i],
                *[f"before {sign}" for sign in (own[i - 1] if i else ())],
                *[f"after {sign}" for sign in (own[i + 1] if i + 1 < len(own) else ())],
                f"answers {min(answers, MOST_ANSWERS)}",
                *_place(i, len(spoken)),
            ]
        )
    return signs


def _said(passage: Passage, cues: Cues) -> Said:
    text, found = passage.text, cues.found_in(passage.text)
    asks = "asks" in _forms(text) or (_MAY_I_ASK in text and "question" in found)
    return Said(passage.speaker, len(text), found, asks, any(word in text for word in cues.goodbyes))


def _answering(names: Sequence[str]) -> bool:
    return not _ANSWERS.isdisjoint(names) and _NO_ANSWERS.isdisjoint(names)


def _shown(passage: Passage, cues: Cues) -> list[str]:
    text = passage.text
    found = cues.found_in(text)
    # Who recites that an identity card is to be brought asks for none.
    if passage.speaker is not Speaker.CUSTOMER and "recites" in found:
        found -= {"asks_identity"}
    return [*sorted(found), "said", *_forms(text)]


def _forms(text: str) -> Iterator[str]:
    if len(_DIGIT.findall(text)) >= MANY_DIGITS:
        yield "digits"
    if len(text) <= SHORT:
        yield "short"
    elif len(text) >= LONG:
        yield "long"
    if text.rstrip(" .").endswith(("吗", "呢", "?", "吧", "么", "没有", "什么", "哪里", "多少")):
        yield "asks"


def _place(index: int, count: int) -> Iterator[str]:
    if index < EDGE:
        yield f"from start {index}"
    if count - 1 - index < EDGE:
        yield f"from end {count - 1 - index}"
    yield f"third {3 * index // count}"


def _scores(signs: Sequence[str], weights: PhaseWeights) -> list[float]:
    rows = [row for row in map(weights.signs.get, signs) if row is not None]
    return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(_PHASES)


def _best_path(scores: Sequence[Sequence[float]], weights: PhaseWeights) -> tuple[Phase, ...]:
    states = range(len(_PHASES))
    steps_into = tuple(zip(*weights.steps, strict=True))
    best = list(map(add, weights.start, scores[0]))
    back: list[list[int]] = []
    for row in scores[1:]:
        reached = [list(map(add, best, steps)) for steps in steps_into]
        best = list(map(max, reached))
        back.append(list(map(list.index, reached, best)))
        best = list(map(add, best, row))
    state = max(states, key=best.__getitem__)
    path = [state]
    for origins in reversed(back):
        state = origins[state]
        path.append(state)
    return tuple(_PHASES[state] for state in reversed(path))

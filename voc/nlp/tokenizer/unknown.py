"""Words that no dictionary has: jieba's hidden Markov model over a run of single characters.

The numbers are jieba's own; the arithmetic is done in its order and ties are decided as it decides them, so that every
bit and every word is the same. Only the bookkeeping is lighter.
"""

import re
from collections.abc import Mapping
from functools import cache

from voc.nlp.tokenizer.reference import jieba_module

_HAN = re.compile("([\u4e00-\u9fd5]+)")
_OTHER = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_STATES = "BMES"
_NEVER = -3.14e100

Four = tuple[float, float, float, float]


def cut_unknown(run: str) -> tuple[str, ...]:
    """The words of a run of characters: Han by the model, letters and digits together, other signs as they stand.

    >>> cut_unknown("仇佟福a1.5%")
    ('仇', '佟福', 'a1.5%')
    """
    words: list[str] = []
    for block in _HAN.split(run):
        words += _words(block) if _HAN.match(block) else filter(None, _OTHER.split(block))
    return tuple(words)


class _Emissions(dict[str, Four]):
    """Logarithms of the probabilities of a character in each state, put together when it is first seen."""

    def __init__(self, by_state: Mapping[str, Mapping[str, float]]) -> None:
        super().__init__()
        self._b, self._m, self._e, self._s = (by_state[state] for state in _STATES)

    def __missing__(self, character: str) -> Four:
        b, m, e, s = (state.get(character, _NEVER) for state in (self._b, self._m, self._e, self._s))
        self[character] = b, m, e, s
        return b, m, e, s


@cache
def _emissions() -> _Emissions:
    return _Emissions(jieba_module("jieba.finalseg.prob_emit").P)


@cache
def _firsts() -> Four:
    p = jieba_module("jieba.finalseg.prob_start").P
    return p["B"], p["M"], p["E"], p["S"]


@cache
def _steps() -> tuple[float, ...]:
    """From E to B, S to B, B to M, M to M, B to E, M to E, E to S, S to S."""
    p = jieba_module("jieba.finalseg.prob_trans").P
    return tuple(p[step[0]][step[1]] for step in ("EB", "SB", "BM", "MM", "BE", "ME", "ES", "SS"))


def _words(run: str) -> list[str]:
    """The words of the likeliest path (Viterbi 1967): B, M, E for a word's begin, middle, end, S for a word alone.

    Of equal states jieba takes the one whose letter comes later.
    """
    emissions = _emissions()
    e_b, s_b, b_m, m_m, b_e, m_e, e_s, s_s = _steps()
    b, m, e, s = map(float.__add__, _firsts(), emissions[run[0]])
    # Which state comes before: S and not E before B, M and not B before M, M and not B before E, S and not E before S.
    origins: list[tuple[bool, bool, bool, bool]] = []
    for character in run[1:]:
        in_b, in_m, in_e, in_s = emissions[character]
        b_after_e, b_after_s = e + e_b + in_b, s + s_b + in_b
        m_after_b, m_after_m = b + b_m + in_m, m + m_m + in_m
        e_after_b, e_after_m = b + b_e + in_e, m + m_e + in_e
        s_after_e, s_after_s = e + e_s + in_s, s + s_s + in_s
        chosen = b_after_s >= b_after_e, m_after_m >= m_after_b, e_after_m >= e_after_b, s_after_s >= s_after_e
        b, m = b_after_s if chosen[0] else b_after_e, m_after_m if chosen[1] else m_after_b
        e, s = e_after_m if chosen[2] else e_after_b, s_after_s if chosen[3] else s_after_e
        origins.append(chosen)
    return _back(run, origins, alone=s >= e)


def _back(run: str, origins: list[tuple[bool, bool, bool, bool]], *, alone: bool) -> list[str]:
    """The words from the last to the first; `alone`: the last character is one."""
    words: list[str] = []
    end = at = len(run)
    state = 3 if alone else 2
    for chosen in reversed(origins):
        at -= 1
        if state == 0 or state == 3:
            words.append(run[at:end])
            end = at
            state = 3 if chosen[state] else 2
        else:
            state = 1 if chosen[state] else 0
    words.append(run[:end])
    return words[::-1]

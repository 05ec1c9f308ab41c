"""The automata that look words up in readings (`voc.domain.reading`)."""

from collections import Counter
from collections.abc import Mapping

import ahocorasick

# pyahocorasick 2.3 misses a word where a text breaks off within a longer one: end the text with what no word has.
NO_WORD = "\0"


def automaton_of(words: Mapping[str, object]) -> ahocorasick.Automaton:
    """Aho–Corasick over words that are not empty, with what each stands for.

    It tries the characters that may come next one by one in the order in which they were added: those with which most
    words begin, the commonest in texts too, are added first.

    >>> list(automaton_of({"转账": 1, "账": 2}).iter("转账"))
    [(1, 1), (1, 2)]
    """
    beginning = Counter(word[0] for word in words)
    automaton = ahocorasick.Automaton()
    for word in sorted(words, key=lambda word: -beginning[word[0]]):
        automaton.add_word(word, words[word])
    if words:
        automaton.make_automaton()
    return automaton

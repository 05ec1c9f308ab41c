"""Readings (`voc.domain.reading`), and what the automata that look words up in them need."""

from voc.domain.reading import Reading, read, simplified_characters

__all__ = ["NO_WORD", "Reading", "read", "simplified_characters"]

# pyahocorasick 2.3 misses a word where a text breaks off within a longer one: end the text with what no word has.
NO_WORD = "\0"

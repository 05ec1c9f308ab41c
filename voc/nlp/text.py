"""What the automata that look words up in readings (`voc.domain.reading`) need."""

# pyahocorasick 2.3 misses a word where a text breaks off within a longer one: end the text with what no word has.
NO_WORD = "\0"

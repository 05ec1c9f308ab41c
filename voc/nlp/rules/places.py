"""Where in its file an example of a rule stands."""

import json
import re

from voc.nlp.rules.rows import Origin

_HEADER = re.compile(r"^\s*\[\[?\s*\w+\s*\]", re.MULTILINE)
_QUOTES = ('"""', "'''", '"', "'")


def place_of_example(text: str, rule: Origin, key: str, example: str) -> Origin:
    r"""The line of one of a rule's examples in the text of its file.

    `key` is `matches` or `spares`. The line of the key where the example is written otherwise than it reads, that of
    the rule where even the key is not found.

    >>> place_of_example("[[rule]]\nmatches = [\n  'a',\n  'b',\n]", Origin("own.toml", 1), "matches", "b").line
    4
    """
    start = sum(len(line) for line in text.splitlines(keepends=True)[: rule.line])
    header = _HEADER.search(text, start)
    end = len(text) if header is None else header.start()
    found = re.compile(rf"^\s*[\"']?{key}[\"']?\s*=", re.MULTILINE).search(text, start, end)
    if found is None:
        return rule
    at = _written(text, example, found.end(), end)
    return Origin(rule.file, text.count("\n", 0, found.end() if at is None else at) + 1)


def _written(text: str, example: str, start: int, end: int) -> int | None:
    """Where an example begins, in quotes of any kind, as it reads or with its escapes."""
    escaped = json.dumps(example, ensure_ascii=False)[1:-1]
    places = [
        at + len(quote)
        for quote in _QUOTES
        for form in (example, escaped)
        # The first line break after three quotes does not count.
        for opening in (quote, f"{quote}\n")
        if (at := text.find(opening + form + quote, start, end)) >= 0
    ]
    return min(places, default=None)

"""Marks that look like operators of other languages, but are looked for as they stand."""

import re
from collections.abc import Iterator

from lark import Token, Tree

from voc.nlp.rules.parser import tree_of

# `wi-fi`, `t+1` and `20%` are words; next to a Chinese word the mark is hardly a part of it.
_MARK = re.compile(r"\*|(?<=[^\x00-\x7f])[+-]|[+-](?=[^\x00-\x7f])|(?<![0-9])%")
_MEANT = {
    "*": "要找任意的字写 ..字数 或正则",
    "+": "“并且”写 AND",
    "-": "“没有”写 NOT 或 UNLESS",
    "%": "要找任意的字写 ..字数 或正则",
}


def literal_marks(text: str) -> tuple[str, ...]:
    """What to know of bare words with such marks, once each; ExpressionError for a text that cannot be read.

    >>> literal_marks('闪退* OR wi-fi OR "坑+贵"')
    ('“闪退*”里的 * 照字面找；要找任意的字写 ..字数 或正则，就要找它时给词加引号',)
    """
    words = dict.fromkeys(str(word) for word in _words(tree_of(text)))
    found = ((word, mark[0]) for word in words if (mark := _MARK.search(word)))
    return tuple(f"“{word}”里的 {mark} 照字面找；{_MEANT[mark]}，就要找它时给词加引号" for word, mark in found)


def _words(tree: Tree[Token]) -> Iterator[Token]:
    """Bare words that are looked for in what is said; not those that name fields and their values."""
    for child in tree.children:
        if isinstance(child, Tree) and child.data != "field":
            yield from _words(child)
        elif isinstance(child, Token) and child.type == "WORD":
            yield child

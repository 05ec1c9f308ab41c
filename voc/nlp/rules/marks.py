"""Marks and joined operators that look as if they meant more, but are looked for as they stand."""

import re
from collections.abc import Iterator
from itertools import chain

from lark import Token, Tree

from voc.nlp.rules.hints import joined_operator
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
    tree = tree_of(text)
    told = chain(map(_marked, _words(tree)), map(_joined, _words(tree, fields=True)))
    return tuple(dict.fromkeys(filter(None, told)))


def _marked(word: str) -> str | None:
    found = _MARK.search(word)
    return found and f"“{word}”里的 {found[0]} 照字面找；{_MEANT[found[0]]}，就要找它时给词加引号"


def _joined(word: str) -> str | None:
    operator = joined_operator(word)
    return operator and f"“{word}”里的 {operator} 照字面找；运算符与词之间要有空格，就要找它时给词加引号"


def _words(tree: Tree[Token], *, fields: bool = False) -> Iterator[str]:
    """Bare words that are looked for in what is said, and those that name fields and their values where asked for."""
    for child in tree.children:
        if isinstance(child, Tree) and (fields or child.data != "field"):
            yield from _words(child, fields=fields)
        elif isinstance(child, Token) and child.type == "WORD":
            yield str(child)

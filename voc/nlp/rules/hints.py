"""What is wrong with an expression that cannot be read, and how to mend it, in words for those who write rules."""

from collections.abc import Collection
from dataclasses import dataclass

FULL_WIDTH = "（）｜，、“”‘’／＞＜＝～＠＃：《》"
_FORMS = {
    "NEAR": "NEAR 后面要写隔几个词，如 网点 NEAR/5 远",
    "AROUND": "AROUND 后面要写前后几句，如 等 AROUND/2 转接",
    "ATLEAST": "ATLEAST 后面要写至少几个，如 ATLEAST/2(慢, 卡, 闪退)",
    "ANY": "ANY 后面要有括号，如 ANY(慢, 卡)",
    "ALL": "ALL 后面要有括号，如 ALL(慢, 卡)",
    "FIRST": "FIRST 后面要写多少，如 FIRST/3u(…) 前三句，FIRST/30s(…) 前三十秒，FIRST/20%(…) 前两成",
    "LAST": "LAST 后面要写多少，如 LAST/3u(…) 后三句，LAST/30s(…) 后三十秒，LAST/20%(…) 后两成",
    "PHASE": "PHASE 后面要写阶段，如 PHASE/answering(…) 或 PHASE/解答(…)",
    "ALLOW": "ALLOW 后面要写放过什么，如 ALLOW/negated(…)",
    "REPEAT": "REPEAT 后面要写几次，如 REPEAT/2(没人回)",
    "SILENCE": "SILENCE 后面要写比较与秒数，如 SILENCE>5s",
    "VALENCE": "VALENCE 后面要写比较与数，如 VALENCE<-0.3",
    "SCORE": "SCORE 后面要写比较与 0 到 1 的数，如 SCORE<0.5",
    "UTTERANCES": "UTTERANCES 后面要写比较与句数，如 UTTERANCES>=10",
    "CUSTOMER": "CUSTOMER 后面要有括号，如 CUSTOMER(投诉)",
    "AGENT": "AGENT 后面要有括号，如 AGENT(规定)",
    "SYSTEM": "SYSTEM 后面要有括号，如 SYSTEM(请按)",
    "CLAUSE": "CLAUSE 后面要有括号，如 CLAUSE(网点 AND 远)",
    "UTTERANCE": "UTTERANCE 后面要有括号，如 UTTERANCE(网点 AND 远)",
    "EXCEPT": "EXCEPT 只能跟在正则后面，如 /转.*不出/ EXCEPT /转账成功/；其他用 UNLESS",
}
# Words that are operators when written in capitals.
_JOINS = frozenset(("AND", "OR", "UNLESS", "BEFORE", "AFTER"))
RESERVED = frozenset(_FORMS) | _JOINS | {"NOT"}
_COMPARISONS = ("<", ">", "<=", ">=")
_MEASURES = ("SCORE", "VALENCE", "UTTERANCES", "SILENCE")
_SPEAKERS = {"客户": "CUSTOMER", "客": "CUSTOMER", "座席": "AGENT", "坐席": "AGENT", "座": "AGENT", "系统": "SYSTEM"}
_BETWEEN = "两个条件之间写 AND、OR 或 ..字数；一个词里有空格或标点时加引号"
_CHARACTERS = {
    '"': ("引号没有配对", '补上另一个引号；引号里面的引号写成 \\"'),
    "/": ("正则没有配对的 /", "正则写在两个 / 之间，里面的 / 写成 \\/"),
    "'": ("不能用单引号", '用半角双引号："…"'),
    "&": ("不能用 &", "“并且”写 AND"),
    "!": ("不能用 !", "“不”写 NOT"),
    ".": ("这里不能有 .", "词组之间写 ..字数，如 只能 ..8 网点；词里有点号时加引号"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    reason: str
    hint: str


def fault_at_end(text: str, expected: Collection[str]) -> Fault:
    """The text stops too early."""
    if not text.strip():
        return Fault("式子是空的", "至少要有一个词")
    if "RPAR" in expected:
        return Fault("式子没有写完", "少一个右括号 )")
    last = text.split()[-1]
    return Fault("式子没有写完", _FORMS.get(last, f"“{last}”后面还要有内容"))


def fault_at_token(token: str, before: str | None, expected: Collection[str]) -> Fault:
    """Something that cannot stand where it stands; `before` is what stands in front of it.

    >>> fault_at_token("and", "闪退", ()).hint
    '运算符要大写：AND'
    """
    if token.upper() in RESERVED and token != token.upper():
        return Fault(f"“{token}”的位置不对", f"运算符要大写：{token.upper()}")
    if token in _COMPARISONS and before is not None and before.upper() in _FORMS:
        return Fault(f"“{before}”的写法不对", f"运算符要大写：{before.upper()}")
    if token in _COMPARISONS and "EQUALS" in expected:
        return Fault(f"“{token}”的位置不对", f"字段只能用 =，如 {before}=值；能比大小的只有 {'、'.join(_MEASURES)}")
    if token == "(" and before in _SPEAKERS:
        return Fault(f"“{before}”不是运算符", f"说话人写成 {_SPEAKERS[before]}(…)")
    for word in (token, before):
        if word in _FORMS:
            return Fault(f"{word} 的写法不对", _FORMS[word])
    if token == ")":
        empty = before is None or before in ("(", ",") or before in RESERVED
        return Fault("右括号的位置不对", "括号里面还缺内容" if empty else "多了一个右括号，或少一个左括号")
    if "EQUALS" not in expected and token == "=":
        return Fault("“=”的位置不对", "字段写成 queue=信用卡；比较写成 SCORE<0.5")
    if before in _JOINS and "WORD" not in expected:
        return Fault(f"{before} 的位置不对", "它前面缺少条件")
    if before is None or before in ("(", ",", "|") or before in RESERVED:
        return Fault(f"“{token}”的位置不对", "这里应当是一个词、@词表、/正则/ 或括号")
    return Fault(f"“{token}”的位置不对", _BETWEEN)


def fault_at_character(character: str, before: str | None = None) -> Fault:
    """A character that begins nothing; `before` is what stands in front of it."""
    if before in _FORMS:
        return Fault(f"{before} 的写法不对", _FORMS[before])
    if character in FULL_WIDTH:
        return Fault(f"“{character}”是全角符号", "运算符、括号与引号用半角")
    reason, hint = _CHARACTERS.get(character, (f"不认识的符号“{character}”", "词里有标点时加引号"))
    return Fault(reason, hint)

"""What is wrong with an expression that cannot be read, and how to mend it, in words for those who write rules."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

# Marks that are not typed in half width, and what stands for them here.
FULL_WIDTH = {
    "（": "(", "）": ")", "｜": "|", "，": ",", "“": '"', "”": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "／": "/",
    "＞": ">", "＜": "<", "＝": "=", "～": "~", "＠": "@", "＃": "#", "．": ".", "＂": '"', "；": ";", "：": ":",
    "－": "-", "−": "-", "％": "%", "＋": "+", "＊": "*",
}  # fmt: skip
FORMS = {
    "NEAR": "NEAR 后面要写隔几个词，如 网点 NEAR/5 远",
    "BEFORE": "BEFORE 后面只写几句，不写单位，如 等 BEFORE/3 转接；不限远近就写 BEFORE",
    "AFTER": "AFTER 后面只写几句，不写单位，如 算了 AFTER/3 转接；不限远近就写 AFTER",
    "AROUND": "AROUND 后面要写前后几句，如 等 AROUND/2 转接",
    "ATLEAST": "ATLEAST 后面要写至少几个，如 ATLEAST/2(慢, 卡, 闪退)",
    "ANY": "ANY 后面要有括号，如 ANY(慢, 卡)",
    "ALL": "ALL 后面要有括号，如 ALL(慢, 卡)",
    "FIRST": "FIRST 后面要写多少，如 FIRST/3u(…) 前三句，FIRST/30s(…) 前三十秒，FIRST/20%(…) 前两成",
    "LAST": "LAST 后面要写多少，如 LAST/3u(…) 后三句，LAST/30s(…) 后三十秒，LAST/20%(…) 后两成",
    "PHASE": "PHASE 后面要写阶段，如 PHASE/answering(…) 或 PHASE/解答(…)",
    "ALLOW": "ALLOW 后面要写放过什么，如 ALLOW/negated(…)、ALLOW/negated+quoted(…)",
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
LONGEST_QUOTED = 20
# Words that are operators when written in capitals.
JOINS = frozenset(("AND", "OR", "UNLESS", "BEFORE", "AFTER"))
RESERVED = frozenset(FORMS) | JOINS | {"NOT"}
# An operator without a blank beside a word: 闪退AND卡顿, appOR网银, NOT闪退; not VISA卡.
_NAMES = "|".join(sorted(RESERVED, key=len, reverse=True))
_JOINED = re.compile(
    rf"(?<=[^\x00-\x7f])(?:{_NAMES})(?![A-Z])|(?<=[a-z0-9])(?:{_NAMES})(?![A-Za-z])|^(?:{_NAMES})(?=[^\x00-\x7f])"
)
# A field of one's own, with or without the sign behind it, at the end of a text.
_FIELD = re.compile(r'(meta:(?:"(?:[^"\\]|\\.)+"|[^\s=<>"]+))\s*=?\s*$')
_COMPARISONS = ("<", ">", "<=", ">=")
MEASURES = ("SCORE", "VALENCE", "UTTERANCES", "SILENCE")
_SPEAKERS = {"客户": "CUSTOMER", "客": "CUSTOMER", "座席": "AGENT", "坐席": "AGENT", "座": "AGENT", "系统": "SYSTEM"}
# What users call the fields.
FIELD_NAMES = {
    "类型": "kind", "渠道": "channel", "队列": "queue", "技能组": "queue", "地区": "region", "方向": "direction",
    "座席": "agent_id", "坐席": "agent_id", "工号": "agent_id", "班组": "agent_team", "业务": "business",
    "版本": "app_version", "挂断": "ended_by", "业务对象": "object", "对象": "object",
}  # fmt: skip
_BETWEEN = "两个条件之间写 AND、OR 或 ..字数；一个词里有空格或标点时加引号"
_CHARACTERS = {
    '"': ("引号没有配对", '补上另一个引号；引号里面的引号写成 \\"'),
    "/": ("正则没有配对的 /", "正则写在两个 / 之间，里面的 / 写成 \\/"),
    "'": ("不能用单引号", '用半角双引号："…"'),
    "&": ("不能用 &", "“并且”写 AND"),
    "!": ("不能用 !", "“不”写 NOT，如 NOT 闪退、NOT queue=信用卡"),
    "！": ("不能用 ！", "“不”写 NOT，如 NOT 闪退"),
    "＆": ("不能用 ＆", "“并且”写 AND"),
    "、": ("不能用顿号", "并列的词之间写 |，ANY(…) 里写半角的 ,"),
    "@": ("@ 后面没有名称", "紧接着写词表的名称，如 @branch"),
    "#": ("# 后面没有数", "第几次命中紧接着写在 # 后面，如 投诉 AFTER 稍等#2"),
    ".": ("这里不能有 .", "词组之间写 ..字数，如 只能 ..8 网点；词里有点号时加引号"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    reason: str
    hint: str


def joined_operator(word: str) -> str | None:
    """The first operator that is written together with a word, by which it is no operator but letters.

    >>> joined_operator("闪退AND卡顿"), joined_operator("VISA卡")
    ('AND', None)
    """
    found = _JOINED.search(unicodedata.normalize("NFKC", word))
    return None if found is None else found[0]


def fault_at_end(text: str, expected: Collection[str]) -> Fault:
    """The text stops too early."""
    if not text.strip():
        return Fault("式子是空的", "至少要有一个词")
    if "RPAR" in expected:
        return Fault("式子没有写完", "少一个右括号 )")
    last = text.split()[-1]
    if last.endswith("("):
        return Fault("式子没有写完", "括号里面还缺内容")
    field = _FIELD.search(text)
    if field is not None:
        return Fault("式子没有写完", f"字段后面要写值，如 {field[1]}=是")
    return Fault("式子没有写完", FORMS.get(last, f"“{last[-LONGEST_QUOTED:]}”后面还要有内容"))


def fault_at_token(token: str, before: str | None, expected: Collection[str]) -> Fault:
    """Something that cannot stand where it stands; `before` is what stands in front of it.

    >>> fault_at_token(")", "(", ()).hint
    '括号里面还缺内容'
    """
    token = token if len(token) <= LONGEST_QUOTED else token[:LONGEST_QUOTED] + "…"
    if token in _COMPARISONS and "EQUALS" in expected:
        return Fault(f"“{token}”的位置不对", f"字段只能用 =，如 {before}=值；能比大小的只有 {'、'.join(MEASURES)}")
    if before == "~":
        return Fault(f"“{token}”的位置不对", "~ 后面紧接着写一个词，如 ~网银")
    if token == "(" and before in _SPEAKERS:
        return Fault(f"“{before}”不是运算符", f"说话人写成 {_SPEAKERS[before]}(…)")
    for word in (token, before):
        if word in FORMS:
            return Fault(f"{word} 的写法不对", FORMS[word])
    if token == ")":
        empty = before is None or before in ("(", ",") or before in RESERVED
        return Fault("右括号的位置不对", "括号里面还缺内容" if empty else "多了一个右括号，或少一个左括号")
    if before == "=" and token.startswith("/"):
        return Fault("字段的值不能是正则", "写一个词，几个词用 | 隔开，或写 @词表")
    if token == "=" and before == "=":
        return Fault("“=”的位置不对", "只写一个 =，如 queue=信用卡")
    if token == "|" and before == "|":
        return Fault("“|”的位置不对", "词之间写一个 |；条件之间的“或者”写 OR")
    if "EQUALS" not in expected and token == "=":
        return Fault("“=”的位置不对", "字段写成 queue=信用卡；比较写成 SCORE<0.5")
    if before is None or before in ("(", ",", "|") or before in RESERVED:
        return Fault(f"“{token}”的位置不对", "这里应当是一个词、@词表、/正则/ 或括号")
    return Fault(f"“{token}”的位置不对", _BETWEEN)


def fault_at_character(character: str, before: str | None = None) -> Fault:
    """A character that begins nothing; `before` is what stands in front of it."""
    if character == ":" and before == "meta":
        return Fault("meta: 后面没有字段的名称", '如 meta:门店=12；名称里有空格或 = 时加引号：meta:"门店 编号"=12')
    if character in "：:" and before in _SPEAKERS:
        return Fault(f"“{before}”不是运算符", f"说话人写成 {_SPEAKERS[before]}(…)")
    if character in FULL_WIDTH:
        return Fault(f"“{character}”不是半角符号", f"写成半角的 {FULL_WIDTH[character]}；要找的词里有标点时给词加引号")
    if before in FORMS:
        return Fault(f"{before} 的写法不对", FORMS[before])
    if not character.isprintable():
        return Fault(f"不认识的符号 U+{ord(character):04X}", "这是看不见的控制字符，请删去")
    reason, hint = _CHARACTERS.get(character, (f"不认识的符号“{character}”", "词里有标点时加引号"))
    return Fault(reason, hint)

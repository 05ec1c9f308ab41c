"""Which names are found, and which words only look like names."""

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.masking import PersonalKind, find_personal
from voc.nlp.masking.names import KnownName, find_known, find_names, known_names
from voc.nlp.masking.spans import PersonalSpan, without_overlaps

_MARKED = re.compile("【(.*?)】")


@pytest.mark.parametrize(
    "marked",
    [
        "我叫【佟福来】，今年八十",
        "我叫那个，【王小明】，嗯",
        "我叫【李想】身份证丢了",
        "哎我叫【崔志远】户主",
        "我叫【于洋】，于是的于",
        "我叫【逄锦聚】",
        "我叫【欧阳震华】",
        "我叫【王 小 明】",
        "我叫【康，康少霆】，快点",
        "我名字叫【赵铁柱】",
        "汇给一个叫【刘强】的人",
        "她叫【钱桂芬】",
        "喊我叫【小乔】就好",
        "我叫【小芳】，",
        "我叫【古丽娜】 新疆的",
        "我叫【买买提·艾力】",
        "名字叫【Wang Xiaoming】",
        "我是【李建国】",
        "喂，我是【孙丽】，上次打过的",
        "我是【高飞】，",
        "我是【令狐冲】",
        "我是【老周】，上回那个",
        "我是【阿卜杜拉】",
        "我【李建军】，卡掉了",
        "请问您是【马晓东】本人吗",
        "本人【王建国】",
        "户名：【欧阳娜娜】 开户行",
        "户名是【周文斌】的",
        "收款人【王晓燕】那笔",
        "客户：【王建国】",
        "我是客户经理【李雷】",
        "我姓【钮】",
        "免贵姓【查】",
        "一位姓【倪】的经理",
        "我姓【王】名【建国】",
        "我姓【章】，立早章",
        "【栾志勇】，身份证尾号0028",
        "【仇】先生",
        "【黄】 女士您好",
        "好的【高】先生，稍等",
        "谢谢【欧阳】女士",
        "【上官婉】小姐 好的",
        "【王建国】先生",
        "请问【李晓明】女士吗",
        "【杜鹃】女士是吧",
        "小【牛】经理讲的",
        "【张】哥，【李】姐你好，【阮】总",
        "【應】先生您好",
        "【張】太太",
    ],
)
def test_names_are_masked_without_their_title(marked: str) -> None:
    text = _MARKED.sub(r"\1", marked)
    found = find_personal(text)
    assert [text[span.start : span.end] for span in found] == _MARKED.findall(marked)
    assert {span.kind for span in found} == {PersonalKind.NAME}


@pytest.mark.parametrize(
    "text",
    [
        "我是客户，我是说，我是昨天打的，我是黄金会员",
        "我是马上要走，我是高中生，我是江苏的，我是方便的时候",
        "我叫你们经理来，我叫他去，我叫了外卖，我叫车来接",
        "你叫什么名字",
        "叫号机坏了",
        "姓名和身份证号，姓名全对的，户名不符",
        "用户名和密码",
        "就是查一下，图标不是高清的",
        "请问贵行",
        "本人于昨天去网点，本人高度重视",
        "老百姓，贵姓，同姓名",
        "姓和名",
        "现金先生成二维码",
        "那位先生，女士您好，有位小姐",
        "大堂经理，客户经理，支行行长，这位老师，语文老师",
        "对方小姐接的，由于经理不在，连经理都不知道，向经理投诉",
        "帅哥，墨西哥，大哥，您总是这样，农行",
        "黄金，马上",
        "先生",
        "小姐姐妹",
        "谢谢老师",
        "理财·稳e",
    ],
)
def test_words_that_look_like_names_stay(text: str) -> None:
    assert find_personal(text) == ()


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("翟敏，呃，三九零二", ["翟敏"]),
        ("康，康少霆，快点", ["康，康少霆"]),
        ("嗯，黎國雄", ["黎国雄"]),
        ("艾尼瓦尔克，A N I W A R K", ["艾尼瓦尔克", "A N I W A R K"]),
        ("王", ["王"]),
        ("你等一下", []),
        ("王子复仇记的", []),
    ],
)
def test_a_bare_answer_to_a_question_for_the_name_is_a_name(answer: str, name: list[str]) -> None:
    folded = answer.replace("國", "国")
    spans = sorted({(span.start, span.end) for span in find_names(folded, answers=True)})
    assert [folded[start:end] for start, end in spans] == name


def test_a_known_name_is_found_in_full_and_before_any_title() -> None:
    text = "佟大爷，佟福来，福来哥，佟哥在吗，佟家庄"
    found = [text[span.start : span.end] for span in find_known(text, [KnownName("佟福来", "佟")])]
    assert found == ["佟福来", "福来", "佟", "佟"]


def _one_by_one(text: str, names: Sequence[KnownName]) -> Iterator[PersonalSpan]:
    """Each name after the other, in full, by its given name and by its surname."""
    titled = "(?=先生|老师|哥|总)"
    for name in names:
        by_given = [name.given + titled] if len(name.given) == 2 else []
        for pattern in (name.full, *by_given, name.surname + titled):
            # A word may stand there without a title as well, and then takes the place of one that overlaps it.
            for match in re.finditer(pattern.removesuffix(titled), text):
                if re.compile(pattern).match(text, match.start()):
                    yield PersonalSpan(PersonalKind.NAME, *match.span())


_SYLLABLES = st.sampled_from("王李伟")
_KNOWN = st.builds(
    lambda surname, given: KnownName(surname + given, surname),
    st.sampled_from(["王", "李", "欧阳"]),
    st.text(_SYLLABLES, min_size=1, max_size=2),
)


@given(
    st.lists(st.sampled_from(["王", "李", "伟", "欧阳", "先生", "老师", "哥", "总", "，"]), max_size=14).map("".join),
    st.lists(_KNOWN, max_size=5),
)
def test_all_known_names_at_once_are_what_one_after_the_other_are(text: str, names: list[KnownName]) -> None:
    assert without_overlaps(find_known(text, names)) == without_overlaps(_one_by_one(text, names))


def test_only_full_names_become_known() -> None:
    text = "我叫佟福来，我姓王"
    assert list(known_names(text, find_personal(text))) == [KnownName("佟福来", "佟")]

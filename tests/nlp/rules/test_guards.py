import pytest

from tests.nlp.rules.scenes import hits, scene, told
from voc.domain.expressions import Guard


@pytest.mark.parametrize(
    "text",
    [
        *("没闪退", "没有闪退", "不会闪退", "从来没闪退过", "不是闪退", "没再闪退", "别闪退"),
        *("如果闪退怎么办", "万一又闪退呢", "要是老闪退", "听说会闪退", "同事说老闪退"),
    ],
)
def test_negation_supposition_and_hearsay_take_words_back(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    "text", ["天天闪退", "没办法老闪退", "没网，闪退", "如果能用就好了，现在闪退", "特别闪退", "主要是老闪退"]
)
def test_negation_counts_only_just_before_and_supposition_only_in_the_clause(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) == ["0:闪退"]


@pytest.mark.parametrize(
    ("guard", "text"),
    [
        ("negated", "客：没闪退"),
        ("supposed", "客：如果闪退"),
        ("quoted", "客：听说闪退"),
        ("apology", "座：闪退的事非常抱歉"),
        ("recital", "座：按规定闪退要登记"),
        ("recital", "座：为了您的资金安全，闪退时请勿重试"),
        ("negated", "客：避免闪退"),
        ("negated", "客：我没说闪退"),
        ("negated", "客：没人说不好但也没给我闪退"),
        ("supposed", "客：会闪退吗"),
        ("supposed", "客：是不是会闪退"),
        ("quoted", "客：隔壁老王说闪退"),
        ("quoted", "客：传言说经常闪退"),
        ("quoted", "客：她说：闪退"),
        ("past", "客：闪退问题已修复"),
        ("past", "客：修复了闪退"),
        ("past", "客：刚才闪退现在好了"),
    ],
)
def test_words_count_where_their_guard_is_allowed_and_only_then(guard: str, text: str) -> None:
    others = "+".join(sorted(set(Guard) - {Guard(guard)}))
    assert hits(f"ALLOW/{guard}(闪退)", scene(text)) == ["0:闪退"]
    assert hits(f"ALLOW/{others}(闪退)", scene(text)) is None


def test_an_agent_who_merely_says_a_word_neither_apologises_nor_recites() -> None:
    assert hits("投诉", scene("座：您要投诉是吗")) == ["0:投诉"]


def test_an_apology_reaches_over_a_comma_but_not_into_the_next_sentence() -> None:
    assert hits("闪退", scene("座：很抱歉，闪退的问题已登记")) is None
    assert hits("闪退", scene("座：非常抱歉。闪退已经登记")) == ["0:闪退"]


@pytest.mark.parametrize(
    "text",
    [
        *("没有出现闪退", "没有发生过闪退", "没有任何闪退", "没遇到过闪退", "不会再出现闪退", "无闪退"),
        *("没有卡顿和闪退", "没有卡顿、闪退", "没有卡顿闪退", "从来没有遇到过闪退"),
    ],
)
def test_a_negation_reaches_over_what_happens_and_over_a_list_of_troubles(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) is None


@pytest.mark.parametrize("text", ["不是没有闪退", "没有一天不闪退", "是不是又闪退", "慢不说闪退也多", "动不动就闪退"])
def test_a_negation_that_is_negated_or_means_something_else_takes_nothing_back(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) == ["0:闪退"]


@pytest.mark.parametrize("text", ["态度也不差", "态度没有不好", "态度不能说差", "态度谈不上差"])
def test_a_negation_inside_a_phrase_takes_it_back_unless_allowed(text: str) -> None:
    assert hits("态度 ..6 差|不好", scene(f"客：{text}")) is None
    assert hits("ALLOW/negated(态度 ..6 差|不好)", scene(f"客：{text}")) is not None


@pytest.mark.parametrize("text", ["他们说闪退", "我嫂子说老闪退", "别人都说闪退", "网上都说闪退", "我同事跟我说闪退"])
def test_what_others_say_is_hearsay(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) is None


@pytest.mark.parametrize("text", ["打客服他们说闪退正常", "问了网点，他们说闪退正常", "你们客服说闪退正常"])
def test_what_the_bank_says_is_no_hearsay(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) == ["0:闪退"]


@pytest.mark.parametrize(
    "text",
    [
        *("哪天闪退了怎么办", "一旦闪退怎么办", "闪退的话怎么办", "会不会老是闪退"),
        *("如果登录的时候，闪退怎么办", "万一出门在外，闪退了，我该找谁"),
    ],
)
def test_a_supposition_is_known_by_its_words_before_behind_and_over_a_comma(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) is None


@pytest.mark.parametrize("text", ["哪天都闪退", "一旦转账就闪退", "如果要转账，天天闪退", "怎么办，现在闪退了"])
def test_what_always_happens_is_no_supposition(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) == ["0:闪退"]


def test_a_customer_who_speaks_of_rules_or_apologies_is_taken_at_his_word() -> None:
    assert hits("不行", scene("客：按规定也不行")) == ["0:不行"]


def test_a_negated_hit_does_not_hide_the_one_after_it() -> None:
    assert hits("闪退", scene("客：以前没有闪退现在天天闪退")) == ["0:闪退"]


@pytest.mark.parametrize("text", ["闪退什么的也没有", "闪退的问题再也没有出现过", "卡顿闪退都没有"])
def test_a_denial_behind_a_trouble_takes_it_back(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) is None


@pytest.mark.parametrize("text", ["不是闪退就是黑屏", "不是闪退，就是黑屏", "没见过闪退这么多的", "闪退的问题没有解决"])
def test_a_denial_in_form_alone_takes_nothing_back(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) == ["0:闪退"]


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        不便: 座：抱歉给您带来不便 / 座：给您带来不便，敬请谅解
        泄露: 座：为了您的资金安全，请勿泄露密码 / 系：请勿泄露验证码 / 系：温馨提示，切勿向他人泄露密码
        收费: 座：按照规定要收费 / 座：按照规定，要收费 / 座：根据监管要求需要收费
        冻结: 座：为保障您的账户安全，系统会冻结 / 座：为保障您的账户安全系统会冻结
        点击: 座：请您不要点击陌生链接
        """
    ),
)
def test_what_the_bank_says_in_apology_or_by_the_book_does_not_count(words: str, text: str) -> None:
    assert hits(words, scene(text)) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        冻结: 座：卡被冻结了 / 客：为了我的资金安全就把我冻结
        收费: 座：这个要收费的 / 客：按照规定要收费
        泄露: 客：请勿泄露
        网点: 座：您要到网点办 / 座：按规定。您要到网点办
        """
    ),
)
def test_what_the_bank_merely_says_and_the_customer_recites_counts(words: str, text: str) -> None:
    assert hits(words, scene(text)) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 系：转账打不开请按一 / 座：转账打不开请按1
        闪退: 系：闪退请按二 / 系：闪退，请按二
        """
    ),
)
def test_what_a_menu_offers_does_not_count(words: str, text: str) -> None:
    assert hits(words, scene(text)) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 座：打不开请按一下电源 / 客：打不开，让我请按一
        """
    ),
)
def test_a_key_that_is_no_menu_choice_hides_nothing(words: str, text: str) -> None:
    assert hits(words, scene(text)) is not None


@pytest.mark.parametrize(
    ("expression", "text"),
    told(
        """
        AGENT(抱歉|不好意思): 座：非常抱歉 / 座：不好意思，闪退的问题已登记 / 座：按照规定，非常抱歉办不了
        AGENT(理解): 座：非常理解您的心情
        AGENT(久等): 座：让您久等了
        AGENT(规定|政策): 座：这是我们的规定 / 座：我们的政策是这样 / 座：很抱歉，这是规定 / 座：根据我行规定，不能办
        AGENT(/抱歉|对不起/): 座：对不起，卡是闪退了
        AGENT(~抱歉): 座：真的很抱谦
        AGENT(请勿 ..4 泄露): 座：请勿向他人泄露密码
        SYSTEM(请按): 系：闪退请按二
        """
    ),
)
def test_who_asks_for_an_apology_or_a_recital_by_its_own_words_finds_it(expression: str, text: str) -> None:
    assert hits(expression, scene(text)) is not None
    assert hits(f"NOT {expression}", scene(text)) is None


@pytest.mark.parametrize(
    ("expression", "text"),
    told(
        """
        闪退 ..6 麻烦: 座：闪退给您添麻烦了
        不能 ..6 办理: 座：不能按规定给您办理
        麻烦|不便|闪退: 座：闪退给您添麻烦了 / 座：抱歉给您带来不便 / 座：很抱歉闪退了
        泄露|损失: 座：为了避免泄露造成损失 / 座：为了防范资金损失，请您核对
        收费: 座：按照规定要收费 / 座：根据我行政策，要收费
        """
    ),
)
def test_what_an_apology_or_a_recital_is_about_is_not_asked_for_by_its_words(expression: str, text: str) -> None:
    assert hits(expression, scene(text)) is None


def test_an_apology_that_was_never_made_is_not_found() -> None:
    assert hits("NOT AGENT(抱歉|对不起)", scene("客：抱歉，卡是闪退了", "座：好的")) == []
    assert hits("AGENT(道歉)", scene("座：我没道歉")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        转账 ..8 收费: 转账如果收费怎么办 / 转账要不要收费 / 转账听说收费 / 转账担心收费 / 转账以前收费现在不收费了
        转账 ..8 收费 ..4 高: 转账如果收费很高怎么办
        我 ..6 投诉: 我不想投诉 / 我不敢投诉 / 我懒得投诉 / 我听说投诉
        我 ..6 网点: 我没去网点
        """
    ),
)
def test_what_stands_inside_a_phrase_takes_it_back(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        转账 ..8 收费: 转账天天收费 / 转账凭什么收费 / 转账又要收费
        我 ..6 投诉: 我要投诉 / 别以为我不敢投诉
        担心 ..8 泄露: 担心信息泄露
        听说|说 ..8 收费: 客服说要收费
        """
    ),
)
def test_what_a_phrase_names_itself_takes_nothing_back(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 要是每次都这么闪退，谁还用
        去银行: 要是去银行还叫手机银行干嘛
        不要钱|不收费: 隔壁银行不要钱 / 别的银行不收费
        延迟: 短信是不是有延迟？夜里十一点才来
        """
    ),
)
def test_what_is_so_by_what_stands_beside_it_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None

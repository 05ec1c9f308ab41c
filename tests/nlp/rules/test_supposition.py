import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("闪退", "担心闪退"),
        ("闪退", "怕它闪退"),
        ("闪退", "以为会闪退"),
        ("扣费", "我怕到时候又扣费"),
        ("扣费", "担心你们乱扣费"),
        ("冻结", "生怕哪天给我冻结"),
        ("打不开", "害怕急用的时候打不开"),
        ("扣费", "本来以为要扣费"),
        ("限额", "我还以为有限额呢"),
        ("态度差", "就怕遇上态度差的"),
        ("投诉", "要是再这样，我就投诉"),
        ("投诉", "再扣的话要是不退我就投诉"),
        ("吞卡", "不敢用就是怕吞卡"),
        ("扣费", "说不定哪天又扣费"),
        ("登不上", "估计又要登不上"),
        ("被骗", "老人家担心被骗"),
        ("超时", "怕的就是，转一半超时"),
        ("限额", "如果限额怎么办"),
        ("打不开", "万一出国打不开"),
        ("闪退", "如果没网就闪退吗"),
        ("扣费", "可别又扣费"),
        ("冻结", "假如冻结了，我该找谁"),
        ("排队", "怕排队"),
        ("打不开", "心里想着可别打不开"),
        ("盗刷", "老觉得会不会盗刷"),
        ("扣费", "万一你们又扣费呢"),
        ("逾期", "我担心的是逾期"),
        ("打不开", "以后要是打不开怎么弄"),
        ("冻结", "怕你们给冻结"),
        ("态度差", "想着柜台可能会态度差"),
        ("收费", "以为跨行会收费"),
        ("拒绝", "要是被拒绝的话"),
        ("吞卡", "我怕机器吞卡就没敢插"),
        ("乱扣费", "将来要是乱扣费谁负责"),
    ],
)
def test_fears_guesses_and_what_may_come_are_supposed(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("闪退", "一登录就闪退"),
        ("闪退", "如果切到后台就闪退"),
        ("扣费", "只要不看账单就扣费"),
        ("打不开", "如果不更新就打不开"),
        ("打不开", "要是用流量就打不开"),
        ("限额", "如果超过五万就限额"),
        ("排队", "一到月底就排队"),
        ("闪退", "如果要转账，天天闪退"),
        ("冻结", "要是多转几笔就给你冻结"),
        ("扣费", "如果余额不到三百就要扣费"),
        ("卡顿", "开着别的软件的话，就卡顿"),
        ("闪退", "可怕的是天天闪退"),
        ("打不开", "以为只有我打不开"),
        ("闪退", "以为修好了还是闪退"),
        ("闪退", "以为换手机能好结果照样闪退"),
        ("乱扣费", "你们以为我不懂乱扣费"),
        ("收费", "收费也不怕,总是超时收费"),
        ("态度差", "恐怕没有比这更态度差的"),
        ("打不开", "如果不绑卡，就打不开"),
        ("扣费", "我怕了你们了天天扣费"),
        ("登不上", "一旦换手机就登不上"),
        ("闪退", "怕是又闪退了"),
        ("掉线", "如果接电话就掉线"),
        ("超时", "若是晚上转就超时"),
        ("失败", "如果用苹果手机就老失败"),
        ("排队", "要是上午去就得排队"),
        ("卡顿", "如果打开明细就马上卡顿"),
        ("扣费", "如果余额低于一百就自动扣费"),
        ("没人接", "只要转人工就没人接"),
        ("慢", "担心也没用就是慢"),
        ("闪退", "要不就闪退"),
        ("排队", "每次一去就排队"),
    ],
)
def test_what_happens_whenever_something_else_does_is_told(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        卡顿: 卡顿的话
        逾期: 怕逾期
        扣款: 如果余额不足会扣款吗 / 不办的话会扣款么
        密码错误: 如果密码错误怎么办
        被盗刷: 担心被盗刷
        """
    ),
)
def test_fears_and_conditions_are_supposed_for_whatever_word(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 要是再闪退我就注销 / 如果再闪退我就投诉 / 再闪退就卸载
        卡顿: 要是再卡顿我就换银行 / 再卡顿我就投诉 / 如果还卡顿就卸载 / 再这么卡顿就销户
        卡顿: 要是还这么卡顿我就不用了
        手续费: 要是不收手续费就好了 / 如果没有手续费就完美了
        网点: 要是再让我去网点我就投诉 / 再叫我跑网点我就销户
        卡死: 再卡死我就卸了 / 要是还卡死，我直接换银行 / 如果下次再卡死我就给差评
        扣款: 要是再扣款我就去银保监投诉 / 再乱扣款就报警 / 下个月再扣款我直接销卡 / 如果继续扣款我肯定起诉
        """
    ),
)
def test_what_makes_a_customer_leave_if_it_comes_again_has_come(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 再闪退的话怎么办 / 万一再闪退呢 / 要是闪退我就问客服 / 如果闪退请联系客服
        扣费: 要是再扣费怎么弄 / 下次如果扣费会提前通知吗
        """
    ),
)
def test_without_leaving_for_it_what_may_come_again_is_supposed(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 再闪退的话我就卸载 / 要是再闪退，投诉你们 / 要是还闪退的话，我真的要销户了
        闪退: 如果老闪退我只能换银行了 / 若再闪退，我马上转走所有存款销卡
        扣费: 你们要是再乱扣费我就打12378 / 下次再扣费我就去举报 / 如果你们继续扣费我一定起诉
        """
    ),
)
def test_what_makes_one_leave_counts_over_a_comma_and_in_another_form(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 若扣费请提前通知 / 只要不扣费就行 / 只要别扣费就可以了
        冻结: 以防万一冻结 / 以防万一卡被冻结 / 若冻结怎么办
        """
    ),
)
def test_conditions_in_short_words_suppose(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 没准又要闪退 / 若干次闪退 / 只要不充电就闪退
        扣钱: 以防万一存了点钱还扣钱
        """
    ),
)
def test_what_comes_again_or_only_looks_like_a_condition_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        冻结: 也许会冻结 / 或许会冻结 / 不会是冻结了吧
        逾期: 倘使逾期 / 假定我逾期 / 打比方我逾期了 / 举个例子我逾期三天 / 举例来说我逾期了 / 譬如我逾期一天
        逾期: 比如我逾期三天要罚多少 / 比如说，我逾期三天 / 比方说有个客户逾期了
        盗刷: 不会是被盗刷了吧 / 不会是盗刷吧 / 我的卡该不会是被盗刷了吧 / 担心的事是被盗刷 / 怕什么时候被盗刷
        闪退: 闪退的话怎么办
        """
    ),
)
def test_examples_and_what_may_have_happened_are_supposed(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        逾期: 比如我上次逾期你们就收费 / 举个例子，上次逾期一天就罚 / 怕什么来什么果然逾期了 / 怕逾期还是逾期了
        冻结: 比如我的卡就被冻结了 / 比如说冻结你们都不通知
        闪退: 问题很多比如说闪退 / 毛病不少，比如闪退 / 不闪退的话就完美了
        盗刷: 担心的事还是发生了被盗刷了 / 担心什么来什么，果然被盗刷了 / 最怕的事发生了卡被盗刷
        假货: 不会是假货吧
        扣费: 你们不会是故意扣费的吧
        """
    ),
)
def test_examples_of_what_was_and_fears_come_true_count(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    "text",
    [
        *("如果再不给我解决我就投诉", "如果再不解决，我就投诉", "要是今天还不处理我就投诉到银保监会"),
        *("你们要是还不退钱，我就去银保监投诉", "如果一直没有人管我只能打12378投诉"),
    ],
)
def test_who_will_complain_as_nothing_is_done_yet_complains(text: str) -> None:
    assert hits("投诉", scene(f"客：{text}")) is not None


@pytest.mark.parametrize("text", ["如果不退我就投诉", "如果以后还不到账我怎么投诉", "如果再不到账可以投诉吗"])
def test_who_asks_how_he_may_complain_or_has_not_met_it_supposes(text: str) -> None:
    assert hits("投诉", scene(f"客：{text}")) is None

import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("闪退", "闪退已经解决了"),
        ("闪退", "以前老闪退，更新以后好多了"),
        ("闪退", "之前闪退，现在不会了"),
        ("扣费", "多扣费的事已经处理好了"),
        ("扣费", "上个月乱扣费，后来退回来了"),
        ("打不开", "前几天打不开，今天可以了"),
        ("态度差", "以前柜员态度差，现在好多了"),
        ("限额", "原来有限额，现在没有了"),
        ("卡顿", "刚开始卡顿，升级后流畅多了"),
        ("冻结", "之前被冻结，已经恢复正常了"),
        ("闪退", "闪退的问题终于修复了"),
        ("登不上", "昨天登不上，现在能登上了"),
        ("闪退", "老版本闪退，新版本不闪退了"),
        ("超时", "以前转账老超时。现在没再出现"),
        ("掉线", "掉线的毛病修好了"),
        ("排队", "过去要排队，如今好多了"),
        ("打不开", "打不开，重启以后好了"),
        ("到不了账", "之前老到不了账，现在都正常了"),
        ("报错", "报错的问题已经修复了"),
        ("闪退", "闪退的毛病总算治好了"),
        ("登不上", "前两天登不上，今儿好了"),
        ("卡顿", "卡顿的问题客服帮我解决了"),
        ("卡顿", "卡顿现在好多了"),
        ("扣错", "扣错的钱已经退给我了"),
        ("慢", "原先慢，换了新版快多了"),
        ("登不上", "上次登不上这次没问题了"),
    ],
)
def test_what_is_settled_or_better_now_is_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("闪退", "闪退还没解决"),
        ("闪退", "闪退解决了吗"),
        ("闪退", "闪退的问题解决了没有"),
        ("扣费", "乱扣费打了三次电话才退回来"),
        ("闪退", "以前不闪退，现在天天闪退"),
        ("态度差", "以前态度差，现在更差了"),
        ("闪退", "以前老闪退，好了几天又闪退"),
        ("闪退", "以前闪退，现在还是闪退"),
        ("闪退", "说是闪退已经解决了，还是不行"),
        ("打不开", "之前打不开，现在也打不开"),
        ("扣费", "上个月乱扣费，到现在没人管"),
        ("慢", "比以前慢好多了"),
        ("差", "态度差好多了"),
        ("闪退", "希望闪退的问题能解决了"),
        ("登不上", "昨天登不上，今天好了一会又登不上"),
        ("卡顿", "以前卡顿，更新后偶尔还卡顿"),
        ("闪退", "以前好好的现在闪退"),
        ("限额", "之前没限额，现在限额了"),
        ("冻结", "之前冻结，什么时候能好"),
        ("闪退", "更新前闪退，更新后也没好"),
        ("没更新", "之前没更新"),
        ("扣费", "扣费解决不了"),
        ("打不开", "以前能用，现在打不开"),
        ("慢", "以前快，现在慢了"),
        ("报错", "修复了半天还报错"),
        ("限额", "以前没有限额，现在有限额"),
        ("冻结", "解冻了又冻结"),
        ("扣错", "扣错的钱什么时候退"),
        ("投诉", "上次投诉，到现在没解决"),
        ("闪退", "闪退解决了没"),
        ("登不上", "之前登不上，你们说好了，还是登不上"),
        ("卡顿", "现在好了，更卡顿"),
        ("没回", "上次没回，这次也没回"),
        ("态度差", "以前态度差，现在也没好"),
    ],
)
def test_what_is_unsettled_or_comes_back_is_not_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


def test_only_the_customer_says_what_is_over() -> None:
    assert hits("闪退", scene("座：闪退已经解决了")) == ["0:闪退"]


def test_a_rule_may_ask_for_what_is_over() -> None:
    assert hits("ALLOW/past(闪退)", scene("客：闪退已经解决了")) == ["0:闪退"]
    assert hits("ALLOW/negated+supposed+quoted(闪退)", scene("客：闪退已经解决了")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 刚才打不开现在能打开了
        闪退: 闪退问题已修复 / 闪退得到解决 / 修复了闪退 / 以前老闪退现在好了 / 修复了闪退又卡顿
        登不上: 登不上问题已解决 / 登不上已经修复 / 登不上得到了解决 / 登不上的问题得到了妥善解决
        登不上: 解决了登不上的问题 / 昨天登不上今天能登上了
        登不上: 刚刚登不上现在能登了 / 之前登不上现在好使了 / 开始登不上后来好了 / 改进了登不上
        冻结: 冻结已经解除了 / 冻结已解除
        卡死: 卡死的毛病已得到修复 / 上个版本卡死这个版本好了 / 之前总是卡死更新完没再出现
        登录失败: 以前老登录失败现在一次就进去了
        卡顿: 卡顿问题解决了 / 卡顿现象已经改善 / 卡顿的情况有所改善 / 卡顿消失了 / 解决了卡顿
        卡顿: 修好了卡顿的毛病 / 这版修复了卡顿
        卡顿: 新版终于解决了卡顿问题 / 优化了之前卡顿的问题 / 刚才卡顿这会儿好了 / 一开始卡顿后面就好了
        卡顿: 前几天卡顿现在流畅了 / 卡顿是以前的事了
        卡顿: 卡顿已成过去 / 早先卡顿眼下不卡了
        失败: 刚转账失败又试一次成功了 / 上午失败下午就成功了 / 第一次失败第二次成功了
        """
    ),
)
def test_what_was_mended_is_past_however_it_is_told(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 说修复了还是闪退 / 以前不闪退现在天天闪退
        卡顿: 修复了闪退又卡顿 / 说解决了还是卡顿 / 解决了闪退又卡顿 / 以前不卡顿现在老卡顿 / 修复之后依然卡顿
        卡顿: 修复了个寂寞还是卡顿
        卡顿: 希望解决卡顿 / 卡顿问题没解决 / 卡顿问题迟迟得不到解决 / 卡顿问题至今没有得到解决
        卡顿: 卡顿什么时候解决 / 卡顿能解决吗
        卡顿: 解决了半天还卡顿 / 以为解决了卡顿没想到更卡顿 / 号称解决了卡顿 / 解决一下卡顿 / 请解决卡顿问题
        卡顿: 赶紧把卡顿解决了
        卡顿: 卡顿解决了我就给五星 / 什么时候卡顿解决了再来 / 说是优化了卡顿结果更卡顿 / 刚才还好现在卡顿
        卡顿: 现在卡顿以前不卡顿 / 昨天卡顿今天还卡顿
        卡顿: 之前卡顿反映了也没人管
        登不上: 修复登不上的bug / 早上能登上现在登不上 / 刚才能登现在登不上 / 之前登不上现在还是登不上
        登不上: 没能解决登不上 / 解决不了登不上
        登不上: 一直没解决登不上的问题 / 赶紧解决登不上的问题 / 请修复登不上 / 希望修复登不上
        登不上: 什么时候能解决登不上 / 尽快改进登不上
        登不上: 没有解决登不上
        卡死: 没更新之前不卡死现在卡死 / 修了好几次还是卡死 / 修复没修复卡死依旧 / 什么时候能修复卡死
        失败: 试了好几次才成功之前都失败 / 刚才失败现在还是失败 / 第一次失败第二次也失败
        """
    ),
)
def test_what_is_to_be_mended_or_was_in_vain_is_not_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 刚刚是打不开的，我退出去重新登了一下现在可以了
        收不到: 之前收不到，换了卡槽就收到了 / 验证码一开始收不到后来收到了
        登录不了: 昨天晚上登录不了今天早上就行了
        """
    ),
)
def test_what_could_not_be_and_was_done_is_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收不到: 之前能收到现在收不到
        闪退: 没改善依然闪退
        """
    ),
)
def test_what_got_no_better_is_not_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        黑屏: 黑屏的毛病总算根治了 / 黑屏这个bug已经修掉了 / 先前黑屏，清了缓存就好了
        """
    ),
)
def test_other_mendings_are_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        卡顿: 以前卡顿，现在流畅 / 去年卡顿得厉害，今年流畅多了 / 早些时候老是卡顿，现在不会了 / 卡顿已处理
        卡顿: 卡顿少多了
        打不开: 原来打不开现在打得开 / 以前打不开，现在能打开
        闪退: 本来闪退的，升级完好了 / 闪退过一次，后来没再出现 / 以前老闪退，现在很稳定
        冻结: 冻结的卡已经解开了 / 上次被冻结的卡你们已经帮我解冻了，谢谢
        跑网点: 原来要跑网点，现在手机上就能办
        """
    ),
)
def test_what_is_better_without_a_particle_is_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        卡顿: 以前卡顿，现在不流畅 / 以前卡顿，现在也不太流畅 / 卡顿已处理三天没结果 / 说卡顿已处理，还是这样
        卡顿: 卡顿，今年才流畅不到一天又卡顿
        打不开: 原来打得开现在打不开 / 以前打不开，现在还是打不开 / 以前打不开，现在不能打开
        闪退: 闪退过一次，后来天天闪退 / 闪退过好几次
        网点: 网点少多了
        冻结: 冻结的卡还没解开 / 冻结的卡什么时候解冻
        跑网点: 原来要跑网点，现在只能去柜台才能办
        """
    ),
)
def test_what_is_no_better_is_not_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 以前收费现在免费了 / 以前收费，现在取消了
        排队: 以前要排队现在不用了 / 以前要排队现在不用排了
        转不出去: 刚刚转不出去现在转出去了 / 早上转不出去，下午转得出去
        逾期: 之前逾期过已经还清了 / 之前逾期过早还清了
        冻结: 以前被冻结过后来解冻了 / 冻结已经解除了谢谢
        """
    ),
)
def test_what_is_free_paid_off_or_needless_by_now_is_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 以前免费现在收费了 / 以前收费现在更贵了 / 以前收费说现在免费了结果照样收费
        排队: 以前不用排队现在排队两小时 / 以前排队现在也没人 / 以前要排队现在不用了，骗人的
        闪退: 以前老闪退现在不用了
        转不出去: 刚刚转出去了现在转不出去 / 上午转不出去，现在还没转出去
        逾期: 之前逾期已经还清了还打电话催 / 逾期已经还清了为什么还上征信
        冻结: 冻结已经解除了为什么还是用不了 / 冻结解除了还是不能转
        打不开: 昨天打不开客服说今天就好了结果没好 / 昨天打不开，说今天能好到现在没好
        """
    ),
)
def test_what_was_settled_in_word_alone_is_not_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 取消了收费 / 停止收费了 / 已经取消收费 / 早就停止收费 / 终于停止收费了 / 取消了所有收费
        收费: 你们取消了收费很好 / 你们银行取消了收费 / 取消了收费，我还在用 / 已取消收费，现在还在犹豫要不要办
        """
    ),
)
def test_a_charge_that_is_no_more_is_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 赶紧停止收费 / 赶紧停止收费了 / 停止收费 / 取消收费 / 请停止收费了 / 建议取消收费 / 什么时候取消收费
        收费: 可以停止收费了吧 / 说好取消收费了 / 说取消了收费还在扣 / 已经取消了收费又恢复了
        收费: 已取消收费，但是这个月又收了 / 明明取消了收费，还是扣了我10块 / 答应取消了收费，结果还收
        收费: 别的银行都取消了收费 / 农商行都取消收费了，你们还在赚 / 建设银行都取消了收费 / 为什么取消了收费
        收费: 已取消收费，还在扣
        手续费: 取消了手续费优惠
        积分: 取消了积分
        """
    ),
)
def test_a_charge_that_is_to_be_no_more_is_not_past(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None

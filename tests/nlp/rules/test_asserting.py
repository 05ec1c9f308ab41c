import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 不是不扣费
        闪退: 没想到闪退 / 没用几天就闪退 / 谁说不闪退的 / 不更新就闪退 / 怎么不闪退？天天闪退 / 别光说不闪退
        闪退: 能不能别闪退 / 希望别再闪退
        收费: 不能不收费吗 / 难道不能不收费吗 / 希望以后别收费 / 别以为不说我就不知道收费 / 不收费不行吗
        收费: 不明不白收费 / 没商量直接收费
        收费: 不合理收费 / 无理收费 / 别再收费了 / 可以不收费吗 / 难道不收费会死吗
        扣钱: 不可能不扣钱 / 没有哪个月不扣钱 / 没想到还扣钱 / 没几天就扣钱 / 谁说不扣钱 / 不扣钱才怪呢
        扣钱: 不能不扣钱吗 / 不去注销就扣钱
        扣钱: 怎么不扣钱？每月都扣钱 / 别光嘴上说不扣钱 / 别说不扣钱 / 没同意就扣钱 / 没经过我同意扣钱
        扣钱: 没有任何通知就扣钱 / 没有短信提醒就扣钱
        扣钱: 没人通知就扣钱 / 没给我提示就扣钱 / 不给个说法就扣钱 / 你们是不是又扣钱了 / 有没有搞错又扣钱
        扣钱: 以防万一存了点钱还扣钱
        卡顿: 没有不卡顿的时候 / 没想到这么卡顿 / 没点两下就卡顿 / 谁说不卡顿啊 / 不卡顿就怪了 / 不清缓存就卡顿
        卡顿: 怎么不卡顿？一直卡顿
        卡顿: 能不能不卡顿 / 能不能别老卡顿 / 可不可以别卡顿 / 避免不了卡顿 / 难以避免卡顿 / 免不了卡顿
        卡顿: 希望不要再卡顿 / 希望以后不卡顿
        卡顿: 会不会做软件啊这么卡顿 / 有没有人管卡顿 / 刚更新完就卡顿
        限额: 什么时候不限额
        登不上: 更新了还是登不上
        银行: 非得跑银行 / 不得不跑银行 / 不用说还得去银行 / 说是不用去银行结果还得去银行 / 不用手机银行
        银行: 不去银行就办不了
        排队: 不用排队吗？排队两小时 / 说好不用排队结果排队 / 没排到号还要排队 / 还不是要排队 / 省事没有还得排队
        排队: 不预约就得排队
        排队: 没有预约还要排队 / 说不用排队去了还要排队 / 没想到要排队 / 不是排队就是叫号
        乱码: 没有哪次不是乱码 / 没用一会儿全是乱码
        掉线: 怎么可能不掉线 / 不升级就掉线 / 掉线没人管 / 没人处理掉线的问题
        手续费: 说好不收手续费结果扣手续费 / 谁说没有手续费 / 没有一笔不要手续费 / 没有告诉我有手续费
        手续费: 没人告诉我要手续费 / 不告诉我就扣手续费
        手续费: 事先没说要手续费 / 你们没说有手续费 / 能不能不收手续费 / 希望取消手续费
        滞纳金: 没逾期就收滞纳金
        态度差: 不是我说态度差 / 不得不说态度差 / 没有不态度差的
        网点: 不去网点不给办 / 不是说不用去网点吗 / 非得去网点 / 动不动就去网点 / 能不能不去网点
        网点: 明明不用去网点的事非让我去网点
        冻结: 不打招呼就冻结 / 没有任何理由就给我冻结 / 没通知我就冻结 / 冻结到现在没解除 / 解除了又冻结
        卡死: 更新后反而卡死 / 没有比这更卡死的
        广告: 不知道哪来的广告 / 没完没了的广告 / 不停弹广告 / 没看几秒就广告 / 没功能全是广告 / 没别的就广告
        广告: 没有用全是广告
        推销: 不买就推销 / 没完没了地推销 / 不要再推销了 / 能不能别打电话推销 / 不理他还推销 / 没事就推销
        骚扰: 不接还骚扰 / 避免不了被骚扰 / 请停止骚扰
        扣款: 都说了不要怎么还扣款 / 谁同意你扣款了 / 你们有什么权力扣款
        年费: 说没有年费结果收年费 / 办卡的说免年费
        密码错误: 一直提示密码错误
        被盗刷: 我被盗刷了你们管不管
        打不开: 工号三的小王说打不开 / 跟我姑妈说了打不开 / 小程序说打不开 / 大哥，打不开啊 / 阿姨你们这打不开
        """
    ),
)
def test_what_is_denied_twice_asked_back_wished_away_or_of_something_else_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        挂失费: 补个卡还要挂失费
        违约金: 没人跟我说过有违约金 / 合同里没写违约金凭什么收违约金 / 当时说没有违约金现在要违约金
        冻结: 没做什么就冻结 / 我没违规没逾期卡被冻结
        吞卡: 不小心按错就吞卡
        故障: 不是我手机的问题是你们系统故障 / 没有哪台机器不故障
        扣年费: 说刷够六次不扣年费的还是扣年费
        信用卡: 不办信用卡就不给办业务
        打不开: 没别的毛病就是打不开 / 不知道为什么打不开 / 不知怎么回事打不开 / 没多久又打不开 / 没反应打不开
        打不开: 不升级打不开 / 别人能用就我打不开
        收不到: 不管怎么点都收不到 / 没有信号吗？怎么收不到
        登录不了: 没改过密码登录不了
        态度: 没见过这种态度
        态度不好: 不是我挑剔，态度不好 / 我不想投诉但是态度不好
        被骗: 不是你们泄露信息我会被骗 / 要不是你们，我能被骗吗 / 没人提醒我就被骗了
        闪退: 不止一次闪退 / 不是偶尔闪退 / 不只是闪退 / 不仅卡还闪退 / 没有一次不是闪退 / 别提了又闪退
        闪退: 别的都好就是闪退 / 没事就闪退
        闪退: 没法登录一直闪退 / 没有解决闪退 / 没有处理闪退 / 没修好闪退
        卡: 不是一般的卡 / 没有最卡只有更卡
        慢: 不是慢是非常慢 / 别提多慢了 / 不要太慢 / 没有比这更慢的 / 能不慢吗
        麻烦: 不嫌麻烦吗 / 不必要的麻烦 / 别提多麻烦
        贵: 不便宜还贵
        """
    ),
)
def test_denials_of_something_else_in_talk_count(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        黑屏: 黑屏的毛病根治不了 / 黑屏修了八百遍没修好 / 先前不黑屏现在黑屏 / 没升级的时候不黑屏升级了黑屏
        黑屏: 你敢说不黑屏 / 说什么不会黑屏
        黑屏: 没碰两下就黑屏 / 不充电就黑屏 / 别家都不黑屏就你们黑屏 / 再黑屏老子就换手机银行 / 能不黑屏吗拜托
        黑屏: 求你们别再黑屏了
        黑屏: 客户经理小王说黑屏是手机问题
        支行: 你们说不用去支行结果让我跑支行 / 不去支行办不了 / 凭啥非让我去支行 / 难道只能去支行吗
        工本费: 办卡的没说要工本费 / 凭啥要工本费啊 / 没有通知就扣了工本费
        催收: 没逾期就催收 / 没完没了催收 / 还了钱还催收
        """
    ),
)
def test_troubles_of_other_names_count_alike(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 你们不是承诺不扣费吗 / 你们承诺过不扣费 / 答应我不扣费的 / 跟我保证不扣费 / 什么叫没有扣费，明明扣了
        扣费: 我就不信不扣费 / 没扣费怎么余额少了
        闪退: 哪里不闪退 / 一天不闪退都不行
        冻结: 没冻结为什么用不了 / 你说没冻结，那怎么转不了
        卡顿: 从来没有这么卡顿过 / 没有这么卡顿过
        """
    ),
)
def test_broken_promises_and_doubted_denials_count(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 这个月没扣费 / 没扣费怎么办理退款 / 能承诺不扣费吗
        冻结: 我没冻结为什么用不了
        闪退: 哪里都不闪退 / 从来没有闪退过
        卡顿: 没有那么卡顿 / 现在没这么卡顿
        """
    ),
)
def test_plain_denials_beside_such_words_still_deny(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


def test_what_the_agent_promises_is_no_broken_promise() -> None:
    assert hits("扣费", scene("座：我承诺不扣费")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        广告: 没有广告就完美了 / 没有广告就更好了
        闪退: 没这个闪退就好了 / 不闪退的话就完美了
        """
    ),
)
def test_what_would_be_fine_without_it_has_it(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        问题: 其他银行都没这个问题 / 以前没有这个问题 / 广发和招商都没有这个问题 / 我的建行软件从来没出现过这种问题
        闪退: 旧版就不存在这个闪退
        麻烦: 开户必须带证件，不够麻烦的
        """
    ),
)
def test_what_others_do_not_have_this_one_has(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    "text", ["现在都没有这个问题了", "我一直都没有这个问题", "没有别的问题", "更新之后就没有这个问题了"]
)
def test_what_is_not_there_any_more_is_denied(text: str) -> None:
    assert hits("问题", scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        更新: 不更新不让用 / 不更新就用不了 / 不更新还不能用 / 不更新直接不让登录 / 不更新居然不能用
        投诉: 不投诉你们就不管 / 不投诉没人理
        网点: 不去网点不给办
        麻烦: 其他银行没这么麻烦 / 以前没这么麻烦
        """
    ),
)
def test_what_has_to_be_done_or_else_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        更新: 换老版不更新也打不开 / 我一直不更新
        清楚: 搞不清楚为什么不能用
        好用: 各种不好用各种无法用 / 不好用不能用
        麻烦: 现在没这么麻烦 / 比以前没这么麻烦了
        """
    ),
)
def test_what_makes_no_difference_stays_denied(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 很少有不闪退的 / 很少不闪退 / 鲜有不闪退的 / 少有不闪退的 / 难得不闪退 / 难得没闪退一次 / 没试过不闪退
        闪退: 不容易不闪退 / 不是不闪退
        """
    ),
)
def test_what_seldom_fails_to_come_comes(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 人家都不收费 / 人家银行不收费 / 其他银行都不收费 / 为什么别的银行都不收费 / 别家没有收费 / 隔壁银行不收费
        收费: 别的银行跨行转账都不收费
        闪退: 别的软件都没闪退
        """
    ),
)
def test_what_other_banks_do_not_do_this_one_does(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 别的银行也不收费 / 转别的银行不收费 / 转账到其他银行不收费 / 跟其他银行一样不收费
        """
    ),
)
def test_what_other_banks_do_not_do_either_is_denied(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        投诉: 别以为我不敢投诉 / 你以为我不敢投诉 / 你们欺负我不敢投诉 / 谁说不敢投诉
        投诉: 不投诉你们不知道急 / 不投诉你们不重视
        """
    ),
)
def test_who_is_taken_for_one_that_dares_not_complain_complains(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None

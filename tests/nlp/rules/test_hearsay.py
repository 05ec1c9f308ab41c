import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("闪退", "听邻居讲，老闪退"),
        ("闪退", "我朋友的手机闪退"),
        ("闪退", "我同事说他也闪退"),
        ("扣费", "我同学也被乱扣费"),
        ("扣费", "听同事说，会扣费"),
        ("打不开", "邻居家的打不开"),
        ("态度差", "网上都说，态度差"),
        ("冻结", "我有个朋友的卡被冻结"),
        ("登不上", "同事那台登不上"),
        ("扣费", "据说，每个月扣费"),
        ("限额", "听人家讲，有限额"),
        ("打不开", "有个老乡的手机上也打不开"),
        ("推销", "室友老被推销"),
        ("闪退", "朋友跟我说：老闪退"),
        ("吞卡", "隔壁邻居上个月还被吞卡了"),
        ("扣费", "单位同事好几个都被扣费"),
        ("态度差", "大家都说这个网点，态度差"),
        ("扣费", "我一个亲戚的信用卡被重复扣费"),
        ("扣费", "人家说会扣费"),
        ("被盗刷", "同事的卡被盗刷"),
        ("慢", "听我同事说很慢"),
        ("打不开", "朋友的也打不开"),
        ("推销", "我邻居天天被推销"),
        ("冻结", "群里说老冻结"),
        ("扣费", "听我表姐讲，每年都扣费"),
        ("态度差", "我闺蜜去的那个网点态度差"),
    ],
)
def test_what_others_say_or_have_is_theirs(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("闪退", "我和我朋友的都闪退"),
        ("闪退", "朋友推荐的软件老闪退"),
        ("扣费", "给朋友转账也扣费"),
        ("打不开", "用同事的手机也打不开"),
        ("态度差", "带我妈去办卡态度差"),
        ("冻结", "我老公的卡被冻结"),
        ("扣费", "听别人说不收费，结果扣费"),
        ("闪退", "朋友说好用我用就闪退"),
        ("闪退", "同事的没事，我的闪退"),
        ("闪退", "同事的手机好好的就我的闪退"),
        ("打不开", "换了朋友的手机还是打不开"),
        ("扣费", "客服说不会，又扣费"),
        ("限额", "朋友转给我的钱限额"),
        ("冻结", "我妈的存折被冻结"),
        ("态度差", "陪邻居去网点态度差"),
        ("闪退", "听说更新能好，我更新完照样闪退"),
        ("扣费", "我跟同事说又扣费了"),
        ("闪退", "和同事一起办的都闪退"),
        ("排队", "我爸排队两小时"),
        ("打不开", "同事发给我的链接打不开"),
        ("慢", "朋友都等着呢还这么慢"),
        ("扣费", "我和同事都被扣费"),
        ("失败", "给同学转账老失败"),
        ("打不开", "我帮朋友看他的打不开我的也打不开"),
        ("态度差", "我朋友陪我去的柜员态度差"),
        ("没到账", "朋友给我转的钱没到账"),
        ("闪退", "当着同事的面闪退"),
        ("态度差", "你们说话，态度差"),
    ],
)
def test_what_the_customer_meets_with_or_beside_others_is_his_own(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 隔壁老王说打不开 / 她说：打不开 / 隔壁王姐说打不开 / 朋友用了，他说也打不开 / 我朋友说：打不开
        打不开: 对门小张说打不开 / 我嫂子说打不开
        打不开: 小红书上说打不开 / 贴吧里都说打不开 / 谣传打不开 / 听到有人议论打不开 / 我们单位会计说打不开
        打不开: 楼下老李讲打不开
        闪退: 传言说经常闪退 / 听说闪退 / 网上说闪退
        报错: 隔壁小李说报错 / 我们领导说报错 / 他说：报错 / 楼下大爷讲，报错 / 我妹夫说报错 / 传闻报错
        报错: 据报道报错 / 有传言说报错
        报错: 室友跟我说报错 / 网友说报错 / 有位大姐说报错
        冻结: 我同学的卡被冻结 / 隔壁阿姨说她的卡被冻结
        收费: 传说要收费 / 我们单位财务说要收费 / 隔壁老周说收费 / 我姑妈说要收费 / 传言要收费
        收费: 网上都说会收费
        被盗刷: 听朋友说被盗刷 / 新闻里说有人被盗刷 / 新闻说很多人被盗刷 / 我同事他说卡被盗刷了
        被盗刷: 抖音上看到别人被盗刷 / 隔壁老李的卡被盗刷
        被盗刷: 我大姑说她被盗刷过 / 小区里都传被盗刷 / 微信群里都在传被盗刷 / 有个客户说被盗刷
        """
    ),
)
def test_rumours_neighbours_and_third_persons_are_others(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        系统的问题: 客服说是系统的问题
        网点: 你们的人说只能去网点
        限额: 客服说有限额 / 经理说有限额 / 柜员说有限额 / 大堂说限额 / 工作人员讲限额 / 你们员工说限额
        限额: 银行的人说限额
        冻结: 我老婆的卡被冻结
        收费: 客服说要收费 / 你们经理说收费 / 银行说必须收费 / 你们领导说要收费 / 客户经理小张说收费
        收费: 柜台那个大姐说要收费 / 窗口的老刘说收费
        收费: 银行的人说收费 / 你们客服说收费 / 大堂说收费 / 她说零费率，结果收费
        年费: 销售经理说没事就扣了年费
        密码错误: 明明对的说密码错误 / 它说密码错误 / 系统说密码错误 / 软件老说密码错误 / 点进去他说密码错误
        被盗刷: 客服说我被盗刷 / 我妈的卡被盗刷 / 我和朋友都被盗刷
        打不开: 客服小李说打不开就重装 / 她说打不开就重启 / 打了热线，她说：打不开正常
        打不开: 我问了，她说打不开是网络的事 / 我跟朋友说打不开
        打不开: 他说网络不行打不开
        """
    ),
)
def test_what_the_banks_own_people_say_is_the_banks(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        态度: 人家说你们态度差，我觉得还行
        """
    ),
)
def test_what_people_say_of_the_bank_is_theirs(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        坏了: 楼下的取款机坏了 / 隔壁的机器坏了 / 楼上的窗口叫号机坏了
        转账: 同行转账 / 同行之间转账
        要更新: 你们有传简讯说要更新
        """
    ),
)
def test_a_place_is_nobody(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        黑屏: 我哥们说他那台黑屏 / 有网友反映黑屏 / 据朋友讲黑屏
        """
    ),
)
def test_others_of_other_names_are_others(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 我妈说打不开 / 我老公说打不开 / 我爱人说打不开 / 我女儿跟我说打不开 / 家里人都说打不开
        闪退: 我媳妇说闪退 / 我老公说老闪退 / 我妈说，老闪退
        扣费: 我爸说你们扣费
        """
    ),
)
def test_what_the_household_says_is_as_the_customers_own(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 听我妈说要扣费 / 我表姐说扣费 / 老王的手机被扣费
        收费: 电视上说银行乱收费 / 抖音上看到说这个银行乱收费 / 另一家银行收费，你们免费 / 别的银行都收费
        限额: 老公吐槽他那个行转账限额
        冻结: 老王的卡冻结了 / 小李的账户被冻结
        闪退: 我刷到帖子说闪退 / 评论区都在骂闪退，我觉得还行 / 看到视频说闪退
        推销: 之前那家银行老是推销保险 / 以前那家天天推销
        排队: 对门那家排队两小时，这边十分钟
        闪退: 招商银行老闪退，还是你们好 / 微信老闪退，你们稳定
        """
    ),
)
def test_other_banks_and_what_the_media_tell_are_others(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 招商银行老闪退 / 别的银行不闪退就你们闪退 / 招商银行老闪退，你们不管吗
        收费: 别的银行转过来收费 / 别的银行的卡收费 / 其他银行不收费，你们收费 / 你们跟别的银行一样收费
        态度差: 小李的态度差 / 客服小王的态度差
        骂: 他们骂我
        """
    ),
)
def test_the_bank_that_is_called_is_meant_where_nothing_else_is_said(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        冻结: 我姐夫的卡被冻结了 / 我表哥的卡也冻结了 / 我嫂子的卡被冻结了 / 我叔叔的账户被冻结
        冻结: 我同事他们单位的卡全部都被冻结了
        收费: 我有个朋友在你们这边办的卡他说每个月都要收费 / 其他银行转账都收费的 / 有的银行还收费，还是这家好
        收费: 别家还收费，还是这家好 / 有些银行收费，这家免费
        闪退: 我们单位的人都说你们那个软件老是闪退 / 看评论都说闪退，有人用过吗 / 身边的人都说闪退
        盗刷: 新闻里报道卡被盗刷 / 新闻报道说有人卡被盗刷
        投诉: 我看到网上有人投诉
        不能用: 听说新版不能用指纹了，是真的吗
        """
    ),
)
def test_kin_colleagues_of_theirs_and_reports_are_others(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        冻结: 我姐的卡被冻结了 / 我们单位的卡全部都被冻结了 / 我姐夫给我转的钱被冻结了 / 帮我嫂子办的卡被冻结
        冻结: 我看到卡被冻结了
        收费: 其他银行转进来收费 / 从其他银行转账收费 / 往其他银行转账都收费 / 跟我表哥转账收费
        收费: 我表哥给我转账你们收费
        收费: 其他银行转账免费你们收费 / 有的网点收费 / 别家不收费就你们收费 / 我朋友在你们那办卡柜员他说要收费
        打不开: 我们同事都打不开 / 我和我同事都打不开 / 我们公司同事全都打不开
        闪退: 看评论都说闪退，果然闪退 / 看视频闪退
        推销: 有的行员推销
        打不开: 有的app打不开 / 有的时候打不开 / 有的功能打不开
        赔: 媒体报道的现场赔付都是假的
        投诉: 我在网上投诉
        """
    ),
)
def test_what_goes_to_kin_and_what_all_of_us_meet_is_the_customers_own(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 隔壁银行收费 / 别人家的银行收费 / 别人家收费 / 网上好多人被收费
        投诉: 别的客户投诉 / 其他客户投诉 / 网上有人投诉 / 抖音上很多人投诉 / 群里好多人都在投诉
        """
    ),
)
def test_other_customers_and_what_is_seen_online_are_others(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 网上转账收费 / 网上缴费还收费
        投诉: 我在网上投诉 / 网上投诉也没人理 / 有人投诉
        打不开: 其他用户通通打不开 / 其他客户端打不开
        """
    ),
)
def test_the_net_is_nobody(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None

from time import process_time

import pytest

from voc.nlp.earlier_contacts import called_by_others, called_himself, contacted_before


@pytest.mark.parametrize(
    "text",
    [
        "第三趟了",
        "又来麻烦你们了",
        "同样的问题我都找你们四回了",
        "上星期就反映了没人管",
        "我之前问过两次了",
        "上周你们同事让我传资料",
        "你昨天讲的等两天",
        "我打了四趟了",
        "跑了三趟",
        "打了三回电话",
        "网点我跑了两趟",
        "为这事都跑了好几趟了",
        "这都第三遍了",
        "热线打了五遍没人接",
        "我前后打了四通电话",
        "又打了一回",
        "又打过来是想问进度",
        "第二次打了",
        "周二打你们那个电话",
        "上午我打了客服电话",
        "打过两次了",
        "这是我第五次来电",
        "跟你们第三次反映了",
        "柜台去了三次都没办成",
        "支行跑了两回",
        "来回跑了四趟",
        "这礼拜第三趟",
        "问你们第三遍了",
        "打过一次的",
        "打了两三回了都说等",
        "昨天打你们客服",
        "打了不下十次电话",
        "我都来了三次了",
        "跑了好几次银行",
        "这话我讲第四遍了",
        "隔三差五打",
        "打过来过",
    ],
)
def test_calls_ways_to_the_bank_and_what_was_told_again_say_so(text: str) -> None:
    assert contacted_before(text)


@pytest.mark.parametrize(
    "text",
    [
        "回单我又打了一回",
        "第五遍装完还是闪退",
        "流水又打了一遍",
        "打印机打了三次都卡纸",
        "第三次登录",
        "第三遍输密码",
        "我装了三遍",
        "昨天打开就闪退",
        "又打不开了",
        "刚打开就退",
        "每次打开都要更新",
        "之前打开过",
        "第一次打这个电话",
        "短信让我打过来的",
        "派出所跑了三趟",
        "医院都跑两趟了",
        "第三次打印",
        "又打折了",
        "我没打过电话",
        "跑一趟",
        "还得跑两趟",
        "明细打了三次",
        "第二次打开就好了",
        "上次打的流水不对",
        "昨天打印的单子",
        "打过招呼",
        "第三次闪退",
        "打了三份流水",
        "试了第三遍",
        "快递第三趟才送到",
        "下了四遍",
        "刚打字打错了",
        "扫脸第五次才过",
        "网点让我打你们热线",
        "每个月也打五百进去",
        "打四五个电话就没电了",
        "骗子给我打了三个电话",
        "昨天又打给我",
    ],
)
def test_prints_openings_and_other_things_done_often_do_not(text: str) -> None:
    assert not contacted_before(text)


@pytest.mark.parametrize(
    "text",
    [
        "你们推销电话一天打三次",
        "你们催收一天给我打五个电话",
        "有个诈骗电话打了我三次",
        "你们天天给我打电话",
        "这个礼拜给我打了七个了",
        "他们老打给我",
        "你们又打过来三次了",
    ],
)
def test_calls_that_others_make_again_and_again_are_theirs(text: str) -> None:
    assert called_by_others(text)
    assert not called_himself(text)


@pytest.mark.parametrize(
    "text",
    ["我都给你们打了五次了", "我前天打来问我那个密码", "打了三次你们热线", "跟客服打过电话", "我上个星期打过来问过"],
)
def test_calls_of_which_he_or_the_bank_is_named_are_his_own(text: str) -> None:
    assert called_himself(text)
    assert not called_by_others(text)


@pytest.mark.parametrize("text", ["老板给我打运费", "那边会打给我吗", "我打印了三次", "你们打印机打不了"])
def test_other_things_done_are_no_calls_of_anybody(text: str) -> None:
    assert not called_by_others(text)
    assert not called_himself(text)


@pytest.mark.parametrize(
    "text", ["打了" + "1" * 60 + "号", "打过" * 20_000, "第三次" * 10_000, "跑了好几" * 10_000, "你们给我打" * 10_000]
)
def test_no_text_takes_long(text: str) -> None:
    started = process_time()
    contacted_before(text)
    called_by_others(text)
    called_himself(text)
    assert process_time() - started < 2

import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 要不是老闪退我也不会换银行 / 要不是老闪退我就不投诉了 / 如果不是因为闪退，我不会换银行
        闪退: 要不是闪退，我就给五星了 / 若不是闪退我早就不打电话了 / 要不是一登录就闪退我也不会换
        闪退: 我也不会换银行，要不是老闪退 / 若非闪退我不会换
        闪退: 要不是闪退的话我早就给好评了 / 如果不是闪退谁给你们打电话 / 要不是闪退
        闪退: 要不是闪退就好了
        打不开: 要不是打不开谁给你打电话 / 要不是你们动不动就打不开我也不会换
        乱扣费: 若不是你们乱扣费我也不会来投诉 / 要不是你们乱扣费，乱收钱，我也不会走
        乱收钱: 要不是你们乱扣费，乱收钱，我也不会走
        及时处理: 要不是你们及时处理，我就被骗了
        转账: 要不是不能转账我早就走了
        """
    ),
)
def test_what_stands_behind_but_for_is_so(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        被骗: 要不是你们及时处理，我就被骗了 / 要不是你们及时处理我就被骗了 / 要不是你们及时处理，钱就被骗走了
        被骗: 如果不是你们及时处理，我早就被骗了 / 要不是及时处理就被骗了
        逾期: 要不是客服帮忙早就逾期了 / 要不是客服帮忙，早就逾期了 / 要不是客服提醒我就逾期了
        逾期: 要不是客服提醒，还不知道会逾期呢 / 要不是我提前还了，还不得逾期 / 要不是我记得，差点逾期
        扣费: 要不是我发现得早，又要被扣费了
        被盗刷: 要不是及时冻结，卡就被盗刷了 / 要不是及时冻结，卡不就被盗刷了吗？
        被骗: 要不是你们及时处理，我就被骗了吧？ / 要不是你们及时处理，我就被骗了知道吗
        逾期: 要不是客服提醒，我就逾期了是不是？ / 要不是你们打电话提醒，我肯定逾期了吧？
        闪退: 要不是手机不会闪退我就换了
        投诉: 要不是看你态度好我早就投诉了 / 要不是你帮忙，我就投诉了 / 要不是老闪退，我就不投诉了
        """
    ),
)
def test_what_would_have_been_otherwise_was_not(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        投诉: 要不是你们逼我，我也不想投诉 / 若不是老闪退，我也懒得投诉 / 若不是你们乱扣费我也不会来投诉
        垃圾: 要不是工资卡是工行，鬼才用你这垃圾软件 / 要不是工资卡谁会用这垃圾软件
        注销: 要不是账户必须留下我真想注销
        收费: 要不是老收费，我也不会走，现在又要收费
        卡死: 要不是闪退就是卡死
        跑 ..3 柜台: 要不是你们APP老闪退，我也不会跑来柜台 / 要不是APP打不开，我用得着跑来柜台吗
        跑 ..3 柜台: 我也不会跑来柜台，要不是你们老闪退 / 要不是打不开，谁愿意跑柜台 / 若非老闪退，我何必跑柜台
        逾期: 要不是你们系统故障，我也不会逾期 / 要不是没收到短信，我不至于逾期 / 要不是扣款失败，怎么可能逾期
        逾期: 若非系统出错，信用卡不会逾期 / 如果不是因为系统出错，也就不会逾期了
        冻结: 如果不是因为你们误操作，我的卡也不会被冻结 / 要不是你们乱风控，卡就不会被冻结
        排队: 要不是网银登不上，我才不来排队呢 / 要不是老闪退，我会来排队？
        """
    ),
)
def test_what_is_denied_wished_or_pointed_at_there_is_so(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 如果不是本行卡就不会收费 / 如果不是本行卡也不会收费
        扣费: 如果不是扣费，请忽略 / 只要不是扣费就行 / 如果不是扣费那是什么 / 若不是扣费怎么办
        逾期: 要不是怕逾期我早就走了
        """
    ),
)
def test_a_mere_condition_or_a_fear_behind_it_is_supposed(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


def test_a_condition_that_tells_what_always_happens_is_no_other_half() -> None:
    assert hits("收费", scene("客：如果不是本行卡就收费")) is not None

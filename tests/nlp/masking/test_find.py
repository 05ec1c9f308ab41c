"""What one text gives away, kind by kind, and what only looks like it."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from re import _parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.masking.effort import assert_linear, no_runaway
from tests.nlp.masking.marking import assert_masks
from voc.nlp import masking
from voc.nlp.masking import PersonalKind, find_personal, mask


@pytest.mark.parametrize(
    "marked",
    [
        "手机号【13911112222】谢谢",
        "【139 1111 2222】",
        "【139-1111-2222】",
        "【１３９１１１１２２２２】",
        "【+86 139 1111 2222】",
        "【（+86）13911112222】",
        "vx【13911112222】",
        "打【幺三九幺幺幺幺二二二二】找我",
        "【一三九，一一一一，二二二二】",
        "【幺三九 然后 幺幺幺幺 嗯 二二二二】",
        "【139，幺幺幺幺，2222】",
        "【1 3 9 1 1 1 1 2 2 2 2】",
        "【幺三拐幺洞洞幺二三四五】一直没有短信",
        "【一三九四个一四个二】",
        "【么三九零零零零一一一一】",
        "手機【0912-345-678】",
        "香港【+852 6123 4567】",
        "手机【6123 4567】",
        "尾号六六零二，【幺三九零零零零一一一一】",
        "订单里的手机号【13911112222】",
    ],
)
def test_mobile_numbers_are_masked_from_the_first_digit_to_the_last(marked: str) -> None:
    assert_masks(marked, PersonalKind.MOBILE)


@pytest.mark.parametrize(
    "marked",
    [
        "家里电话【62345678】",
        "【010-62345678】",
        "【0571-88886666转802】",
        "【0755-26545688-801】",
        "【（0755）26545688】",
        "单位电话【零二一，六二三四，五六七八】",
        "電話【02-2712-3456】",
    ],
)
def test_landlines_are_masked_with_their_extension(marked: str) -> None:
    assert_masks(marked, PersonalKind.LANDLINE)


@pytest.mark.parametrize(
    "marked",
    [
        "【11010519491231002X】",
        "【110105 19491231 002x】",
        "【一一零一零五，一九四九一二三一，零零二叉】",
        "【幺幺零幺零五 幺九四九 幺二三幺 零零二 埃克斯】",
        "【110105491231002】",
        "身份证【370102195609230418】",
        "身份证，嗯，【三七零幺零二，五六，零九，二三，零四幺八】",
        "身份证【一一零一零五一九四九一二三一零零X】",
        "身分證字號【A123456789】",
        "【A123456789】",
        "香港身份證【A123456(3)】",
        "身份证【A123456780】",
        "【Z683365A】",
    ],
)
def test_identity_numbers_are_masked_with_their_check_letter(marked: str) -> None:
    assert_masks(marked, PersonalKind.RESIDENT_ID)


@pytest.mark.parametrize(
    "marked",
    [
        "【4111111111111111】",
        "【4111 1111 1111 1111】",
        "【5555-5555-5555-4444】",
        "【四幺幺幺 幺幺幺幺 幺幺幺幺 幺幺幺幺】对的",
        "【378282246310005】",
        "卡号是【六二二二，零二零二，零零零零，一二三四，五六五】",
    ],
)
def test_card_numbers_are_masked(marked: str) -> None:
    assert_masks(marked, PersonalKind.BANK_CARD)


@pytest.mark.parametrize(
    "marked",
    [
        "邮箱【li.lei@example.com】",
        "【lilei_1990@mail.example.com.cn】就行",
        "【ｌｉｌｅｉ＠１６３．ｃｏｍ】",
        "是【lilei艾特qq点com】",
        "【lilei at 163 点 com】",
        "【一二三四五六@qq.com】",
        "【li下划线lei 小老鼠 网易 点 com】",
        "【root@bank.museum】",
    ],
)
def test_mail_addresses_are_masked_written_and_spoken(marked: str) -> None:
    assert_masks(marked, PersonalKind.EMAIL)


@pytest.mark.parametrize(
    "marked",
    [
        "【京A·12345】",
        "【沪AD12345】",
        "【粤B12345D】",
        "车牌号【粤B幺二三四五】",
        "【鲁 B 8 8 8 6 6】",
        "【川A1234学】",
        "【滬A12345】",
    ],
)
def test_number_plates_are_masked(marked: str) -> None:
    assert_masks(marked, PersonalKind.PLATE)


def test_a_sign_after_a_full_plate_is_not_part_of_it() -> None:
    assert find_personal("粤Z1234港")[0].end == 7


@pytest.mark.parametrize(
    "marked",
    [
        "护照【E12345678】",
        "護照【EA1234567】",
        "港澳通行证【C12345678】",
        "台胞证号【01234567】",
        "【H03971520】是回乡证",
        "护照号是【E幺二三四五六七八】",
    ],
)
def test_travel_documents_are_masked_beside_a_word_that_says_so(marked: str) -> None:
    assert_masks(marked, PersonalKind.PASSPORT)


@pytest.mark.parametrize(
    "marked",
    [
        "地址是【北京市朝阳区建国路88号】",
        "我住【朝阳区建国路八十八号院三号楼二单元五零二】",
        "【浙江省杭州市西湖区文三路478号华星时代广场A座1203室】",
        "地址改成【和平里小区5号楼3单元201】",
        "【江苏省，昆山市，玉山镇，前进西路，三十七号】",
        "【台北市信義區松仁路100號12樓之3】",
        "【九龍彌敦道123號5樓B室】",
        "【人民路二十七号】",
        "【王家村三组12号】",
        "家住【沙河镇于家村】",
        "老家【河南省宁陵县逻岗镇张庄村】",
        "我在【上海市浦东新区张江路】住",
        "住在【朝阳区建国路】",
        "【阳光花园12栋1单元302】",
        "【金域蓝湾3栋】",
    ],
)
def test_addresses_are_masked_down_to_the_finest_part(marked: str) -> None:
    assert_masks(marked, PersonalKind.ADDRESS)


@pytest.mark.parametrize(
    "text",
    [
        "转账13800.00元",
        "一共13800138000元",
        "¥13800138000",
        "13,800,138,000",
        "余额138001.38",
        "十三万八千",
        "2026-10-09 12:30",
        "20261009132045",
        "订单号110101199001011234",
        "110101199001011234",
        "流水号13911112222",
        "交易流水6222021234567890",
        "错误代码E10020031",
        "E10020031",
        "代码H03971520",
        "错误E12345678，护照",
        "护照办理",
        "单号A123456789",
        "版本号8.1.0.2.5",
        "尾号六六零二，后四位1234",
        "身份证后六位180035",
        "95588 10086 12306 12378 110",
        "4008895588 400-889-5588",
        "106980095588",
        "电话4008895588",
        "0000000000000000",
        "AB13911112222",
        "13911112222Z",
        "8-1391111-2222",
        "0，00000，1",
        "密码六个八",
        "利率百分之三点八五",
        "第一二三四五期",
        "iphone6@ios8.1.1",
        "微信@我",
        "@163.com",
        "meet at 10",
        "新B股",
        "京东E卡",
        "新增ABC12345",
        "中关村支行，朝阳区建国路支行",
        "我在北京市，江苏省昆山市",
        "我们小区三号楼",
        "四楼，五楼大厅，502室",
        "10月1号，工号三零三，三号线",
        "知道3号到账",
        "二十七号之前",
        "苏州市吴中区支行",
        "市区道路",
    ],
)
def test_what_only_looks_personal_stays(text: str) -> None:
    assert mask(text) == text


def test_masking_shows_nothing_and_keeps_the_rest() -> None:
    assert mask("我叫佟福来，电话13800138000，谢谢") == "我叫***，电话***********，谢谢"


def test_a_name_beside_a_covered_number_is_found() -> None:
    assert mask("13911112222江浩贤") == "*" * 14
    assert mask("李明 13911112222") == "** ***********"


_HOSTILE = (
    "at1",
    "1",
    "1 ",
    "幺，",
    "a@b.com",
    "a@",
    "1，2 3 4，5 6 a b c d，e f g h i 1 2 3 4 5 6 7 8，中 at qq.com ",
    "我叫",
    "王先生",
    "京A1",
    "路1号",
    "1-",
    "市区",
    "a1",
    "13911112222 ",
    "嗯",
    "三个",
    "北京市",
    "护照E12345678，E1234567Z，E123456，",
    "姓王，",
    "我是方志强，",
    "路1号大厦",
    "号成都鼓楼",
    "凭证号2026 0721 2774 5168 ",
    "于经理",
)
# Only ever shown a few characters: the rest of a place or of its name, the ten before a number.
_SHOWN_LITTLE = {"COUNTRYSIDE", "LEAD", "_LETTER_BEFORE"}
_FURTHEST = 6_000  # characters: a number with all that may stand between its digits


@pytest.mark.parametrize("piece", _HOSTILE)
def test_a_text_twice_as_long_takes_twice_the_work(piece: str) -> None:
    assert_linear(lambda size: mask(piece * size), 4_000 // len(piece))


def test_no_pattern_reads_on_to_the_end_of_a_text() -> None:
    # What is tried at each of many places and may read on to the end takes the square of the length.
    assert {name for name, pattern in _patterns() if _width(pattern) > _FURTHEST} == _SHOWN_LITTLE


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in iter_modules(masking.__path__):
        for name, value in vars(import_module(f"{masking.__name__}.{module.name}")).items():
            built = value() if hasattr(value, "cache_info") else value
            among = built.values() if isinstance(built, dict) else built if isinstance(built, tuple) else (built,)
            yield from ((name, pattern) for pattern in among if isinstance(pattern, re.Pattern))


def _width(pattern: re.Pattern[str]) -> int:
    """The most characters that a pattern can match; `re` itself tells it nobody."""
    return _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE).getwidth()[1]


@pytest.mark.parametrize("piece", _HOSTILE)
def test_long_hostile_texts_do_not_run_away(piece: str) -> None:
    with no_runaway():
        assert len(mask(piece * (60_000 // len(piece)))) == 60_000 // len(piece) * len(piece)


_PIECES = st.sampled_from(
    [
        "我叫",
        "我是",
        "王",
        "佟福来",
        "仇",
        "先生",
        "女士",
        "哥",
        "，",
        "。",
        "\n",
        "电话",
        "手机",
        "13911112222",
        "幺三九",
        "零零零零",
        "一一一一",
        "-",
        "身份证",
        "11010519491231002X",
        "护照",
        "E12345678",
        "京A12345",
        "li@qq.com",
        "建国路",
        "27号",
        "3号楼",
        "沙河镇",
        "王家村",
        "*",
        "*******",
        "卡号",
        "4111111111111111",
        "元",
        "姓",
        "户名：",
        "本人",
        "X",
        "(",
        ")",
        "小",
        "么",
        "三个零",
    ]
)
_TEXTS = st.one_of(st.lists(_PIECES, max_size=14).map("".join), st.text(max_size=60))


@given(_TEXTS)
def test_spans_stand_in_order_inside_the_text(text: str) -> None:
    spans = find_personal(text)
    bounds = [bound for span in spans for bound in (span.start, span.end)]
    assert bounds == sorted(bounds)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(_TEXTS)
def test_masking_twice_changes_nothing_and_keeps_the_length(text: str) -> None:
    once = mask(text)
    assert len(once) == len(text)
    assert mask(once) == once
    assert all(now in (before, "*") for before, now in zip(text, once, strict=True))

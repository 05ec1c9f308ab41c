"""How far an address reaches, to the left over its divisions and to the right down to the room."""

import pytest

from tests.nlp.masking.marking import assert_masks
from voc.nlp.masking import PersonalKind, find_personal


@pytest.mark.parametrize(
    "marked",
    [
        "【解放西路21号六栋三单元二十二杠四】，记好了",
        "寄【大连市沙河口区黄河路三百二十号五杠二】",
        "【滨江东路66号3-2-501】",
        "住【西安市碑林区友谊西路127号附12】",
        "【重庆市江北区观音桥步行街9号附2号】对面那家不是",
        "我家【和平路十七号附三】",
        "【济南市历下区泺源大街150号之一】",
        "【青年大街51号-3】，写清楚",
        "【香港中路8-1号】",
        "【厂前路12号3#502】",
        "【民主路44号5号楼2门303】",
    ],
)
def test_sub_numbers_belong_to_the_house_number(marked: str) -> None:
    assert_masks(marked, PersonalKind.ADDRESS)


@pytest.mark.parametrize(
    "marked",
    [
        "快递到【太原市小店区长风街131号国瑞大厦1806】，谢谢",
        "【郑州市金水区花园路39号正弘广场B座2307室】",
        "单位在【解放大道688号武汉广场写字楼3102房】",
        "【深圳市福田区深南大道6008号报业大厦22A】",
        "新地址【哈尔滨市南岗区红军街15号奥威斯发展大厦，19层1905】",
        "【石家庄市桥西区自强路118号中交财富中心T2座1201】",
        "【延安路9号百大商厦】",
        "【宁波市海曙区药行街48号恒泰大厦】那个写字楼",
        "【湖滨路5号翠湖小区】三年了",
        "【苏州市姑苏区人民路3188号12幢503】",
        "【人民中路75号2栋1102】吧",
        "【南京西路1266号15楼B室】",
    ],
)
def test_the_building_and_the_room_belong_to_the_house_number(marked: str) -> None:
    assert_masks(marked, PersonalKind.ADDRESS)


@pytest.mark.parametrize(
    "marked",
    [
        "在【成都市青羊区蜀都大道20号】",
        "我住【开封市鼓楼区大梁路9号】",
        "寄【兰州市城关区永昌路198号】",
        "【广州市从化区街口大道3号】",
        "【北京市昌平区回龙观西大街118号】",
        "【大庆市让胡路区西苑街22号】",
        "【喀什市人民东路12号】",
        "【个旧市金湖西路7号】",
        "【来宾市兴宾区盘古大道东6号】",
        "【呼和浩特市回民区中山西路1号】",
    ],
)
def test_place_names_may_hold_a_character_that_ends_others(marked: str) -> None:
    assert_masks(marked, PersonalKind.ADDRESS)


@pytest.mark.parametrize(
    "marked",
    [
        "【中山路58号】办了3张卡",
        "【南京路100号】排队等了40分钟",
        "【人民路5号】，2个人住",
        "在【建设路31号】500元开的户",
        "【文化路16号】附近有没有网点",
        "去了【长江路8号】，3天没人理",
        "【解放路77号】十五块钱的手续费",
        "【新华路3号】的ATM吞卡",
    ],
)
def test_what_is_counted_after_the_house_number_is_no_room(marked: str) -> None:
    assert_masks(marked, PersonalKind.ADDRESS)


@pytest.mark.parametrize(
    "text",
    [
        "我们店里二十号发工钱",
        "服务台三号窗口",
        "前台五号机",
        "利率附3条",
        "12栋楼都没有信号",
        "柜台八号排了一小时",
        "厂里十五号放假",
        "都十二号了还没到账",
    ],
)
def test_days_and_counters_are_no_addresses(text: str) -> None:
    assert find_personal(text) == ()

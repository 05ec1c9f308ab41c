"""The vocabulary of addresses, as parts of regular expressions."""

import re

_NUMERAL = r"(?:[0-9]{1,5}|[零〇一二三四五六七八九十百幺两]{1,7})"
_JOINT = r"(?: ?[-—–~之杠附] ?)"
NUMBER = rf"(?:[甲乙丙丁东西南北附负]?{_NUMERAL}(?:{_JOINT}{_NUMERAL}){{0,3}}[A-Za-z甲乙]?)"
PAUSE = r"(?:[ ,，、]|嗯|呃|那个|的){0,3}"
ROAD = "大道|大街|胡同|路|街|巷|弄|道|段|里"
# Estates whose word alone makes one, with a single character before it.
_NAMED_ESTATE = "小区|花园|家园|公寓|大厦|新村|社区"
_LONG_ESTATE = (
    f"{_NAMED_ESTATE}|嘉园|佳园|花苑|佳苑|新苑|名苑|雅苑|广场|家属院|家属楼|大院|宿舍|工业园|产业园|科技园|园区|名都|国际|中心|"
    "山庄|公馆|华府|一品|御园"
)
ESTATE = f"{_LONG_ESTATE}|苑|园|府|湾|庭|城|村|屯|庄|寨|坊|院|区|期|台|里|居|轩|阁|郡|墅|岛|邨|厦|楼"
VILLAGE = "村|屯|庄|寨|社区|新村|小区|花园|家园|公寓|花苑|佳苑"
THOROUGHFARE = "大道|大街|胡同|路|街|巷|大厦|广场"
UNIT = "号楼|号院|号|栋|幢|单元|室|弄|座|组|队|楼|层"
UNIT_CHARACTER = re.compile(f"[{''.join(dict.fromkeys(UNIT.replace('|', '')))}]")
# Characters that stand in no place name and so end it on its left.
_STOP = (
    "的在住到是去从往跟给把了我你您他她它们这那哪个就叫说没还要想寄送址为呢吗吧啊哦嗯呃很什么怎谁让问找请查打报填改写搬籍号楼室也都又但"
    "因所以着过被用办买卖走坐来回"
)
# Place names that hold one of them.
_NAMED_STOP = (
    r"(?<=[成首新丰蜀])都|都(?=江堰|匀|区)|(?<=[鼓钟角])楼|楼(?=区)|回(?=龙观|民)|从(?=化)|来(?=安|宾|凤|广营)|让(?=胡路)|个(?=旧)|"
    r"(?<=喀)什|什(?=邡)|那(?=曲)|走(?=马镇)|打(?=浦)|报(?=[业社])|(?<=高)要(?=[区市])"
)
PLACE = rf"(?:[^\W0-9A-Za-z_{_STOP}]|{_NAMED_STOP})"
_PLACE_IN_DIVISION = rf"(?:[^\W0-9A-Za-z_省市区县镇乡{_STOP}]|{_NAMED_STOP})"

ANCHOR = re.compile(rf"{NUMBER} ?(?P<unit>{UNIT})")
ROAD_BEFORE = re.compile(rf"{PLACE}(?:{ROAD}){PAUSE}\Z")
ESTATE_BEFORE = re.compile(rf"{PLACE}{{2}}(?:{ESTATE}){PAUSE}\Z|{PLACE}(?:{_NAMED_ESTATE}|村|屯|庄){PAUSE}\Z")
ANY_BEFORE = re.compile(rf"{PLACE}{{2}} ?\Z")
ANY_PLACE_BEFORE = re.compile(rf"(?:{ESTATE}|{ROAD}){PAUSE}\Z")
# Words that end like a road and are none: 知道, 思路, 阶段, 这里.
NOT_A_ROAD = re.compile(
    r"(?:[知渠通报难味频人地轨赤管隧顺交外正]道|[网思线电出套走一半这那链铁公]路|[手阶时片分]段|[那这哪心家夜公英海店厂柜]里?|"
    r"(?:服务|[柜前后平电])台)\Z"
)
# A bare number is a room only where it counts nothing (排队5个人, 存500元).
_NO_COUNT = r"(?![元块万亿分点月天年个次张条%0-9十百千零〇一二三四五六七八九两\.种位笔秒小多几号])"
_BUILDING = f"{_LONG_ESTATE}|[大商]厦|(?:大|写字|综合|办公|教学|科技|家属|宿舍|住宅)楼"
# What may follow the house number: blocks, units, floors, rooms, bare numbers, a building by its name.
FINER = re.compile(
    rf"(?:{PLACE}{{2,8}}?(?:大厦|大楼|商厦|写字楼|小区|花园|家园|公寓|嘉园|佳苑|花苑|新村)(?!附近|旁|对面|门口|楼下)"
    rf"|{PAUSE}(?:"
    rf"[A-Za-z]?{NUMBER} ?(?:{UNIT}|门|户|期|区|单|房)(?:[东西南北中]户)?"
    rf"|{NUMBER} ?#楼?"
    rf"|[A-Za-z] ?(?:座|栋|幢|区|单元|室|馆)(?:{NUMBER}(?: ?(?:{UNIT}|房))?)?"
    rf"|{PLACE}{{1,8}}?(?:{_BUILDING}|苑|府|院|城|村)(?= ?(?:[A-Za-z]?{NUMBER}|[A-Za-z] ?[座栋幢区馆]))"
    rf"|{_JOINT}{_NUMERAL}{_NO_COUNT}"
    rf"|[A-Za-z]?{_NUMERAL}(?:{_JOINT}{_NUMERAL}){{0,3}}[A-Za-z]?(?![A-Za-z]){_NO_COUNT}"
    r")){1,6}"
)

DIVISION = re.compile("自治区|自治州|特别行政区|街道|新区|开发区|[省市区县旗镇乡盟]")
# Words that end like a division and are none: 小区, 超市, 城镇.
NO_DIVISION = re.compile(
    "(?:[地小城片社园景专时郊校辖战灾市禁雷误学商库港街厂]区|[城超股上都门夜楼全本开收牛熊外入退菜早集闹黑]市|[城乡]镇|"
    r"[城全各本]乡|[全各本郊]县|[外国节反]省|红旗)\Z"
)
CHAIN = re.compile(
    rf"(?:[省市区县旗镇乡]|街道)[ ,，、]?(?P<place>{_PLACE_IN_DIVISION}{{1,7}}?(?:{VILLAGE}|{THOROUGHFARE})村?)"
)
COUNTRYSIDE = re.compile(rf"[镇乡县].*(?:{VILLAGE})\Z")
# A branch, a station or a vague “near there” is nobody's home.
OFFICE_AFTER = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:支行|分行|网点|营业|分理|储蓄|邮局|派出所|银行|地铁|车站|ATM|atm)|那|这|上的|附近|旁边|门口"
)
HOME_BEFORE = re.compile(
    r"(?:住址?|家|地址|寄|送|籍|现居|收货|快递|户口)(?:[在到是于为：:，, ]|就是|那个|嗯|改成|改为){0,4}\Z"
)
PART_BEFORE = re.compile(r"(?:[省市区县镇乡路街村]|大道|花园)\Z")
# Words that lead to an address and are not part of it.
LEAD = re.compile(
    r"(?:(?<=[改换搬])成|(?<=[我你您他她们])家|现在|目前|现居|老家|家里|家庭|单位|公司|新地址|地址|改成|改为|换成|应该|大概|位于|坐落|邮寄|麻烦|帮忙|"
    r"这边|那边|好像|然后|其实|户口|户籍|收货|常|[ ,，、：:嗯呃啊])+"
)
# A place without a name of its own: “我们小区三号楼”.
GENERIC = re.compile(
    rf"(?:同一|隔壁|整|本|老|旧|新|另外|一|两|几|每|某|前面|后面|旁边|对面|楼下|楼上)?(?:{ESTATE}|单元|银行|网点)?"
)

"""Hand-made contacts and reports."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from voc.domain.attribution import AnalysisVersion, Evidence, Kind
from voc.domain.business_object import BusinessObjectTable
from voc.domain.painpoint import Counted
from voc.domain.report import DepartmentMap, WeeklyReport, weekly_reports
from voc.domain.review import Finding, Source, Verdict
from voc.domain.taxonomy import Taxonomy, cause_of
from voc.domain.week import Week

ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
WEEK = Week(2026, 45)
TAXONOMY = Taxonomy.parse((ROOT / "voc" / "resources" / "taxonomy.toml").read_text("utf8"))
VERSION = AnalysisVersion("0.1.0", "causes-7f3a", "rules-12", "dict-9", "1.0")
OBJECTS = BusinessObjectTable.parse(
    "\n".join(
        f'[[object]]\nname = "{name}"\ngroup = "电子银行"\naliases = []'
        for name in ("手机银行", "转账", "网上银行", "短信通知", "手机号变更", "人工客服", "U盾", "智能客服")
    )
)
ALONE = DepartmentMap.parse('fallback = "电子银行部"\n[[route]]\ndepartments = "电子银行部"\n')
SHARED = DepartmentMap.parse(
    """
    fallback = "电子银行部"
    [[route]]
    factors = ["rule.*"]
    departments = { "电子银行部" = 0.6, "运营管理部" = 0.4 }
    """
)


def finding(
    factor: str = "product.stability",
    *texts: str,
    about: str | None = "手机银行",
    kind: Kind = Kind.PAIN,
) -> Finding:
    evidence = tuple(Evidence(n, 0, len(text), text) for n, text in enumerate(texts))
    return Finding(cause_of(factor), factor, kind, about, evidence)


def contact(
    contact_id: str,
    *findings: Finding,
    week: Week = WEEK,
    hour: float = 9,
    dissatisfied: bool | None = None,
    pending: bool = False,
    source: Source = Source.MACHINE,
    queue: str | None = "电子银行",
    channel: str | None = "phone",
) -> Counted:
    """A contact so many hours after Monday midnight of a week; dissatisfied as it has findings unless told."""
    at = datetime(week.monday.year, week.monday.month, week.monday.day, tzinfo=ZONE) + timedelta(hours=hour)
    known = bool(findings) if dissatisfied is None else dissatisfied
    verdict = Verdict(source, known, findings, findings[0].cause if findings else None, pending)
    return Counted(contact_id, at, queue, channel, verdict)


def report_of(*contacts: Counted, week: Week = WEEK, departments: DepartmentMap = ALONE) -> WeeklyReport:
    """The report of the first department."""
    return weekly_reports(contacts, week=week, departments=departments, objects=OBJECTS, zone=ZONE, version=VERSION)[0]


_STORIES = (
    (
        finding("product.stability", "一点转账就白屏，退出来再进还是白屏", about="转账"),
        (2, 3, 2, 2, 3, 2, 3, 9, 11, 14),
    ),
    (finding("rule.channel", "换个手机号还非得本人跑一趟网点", about="手机号变更"), (4, 5, 4, 6, 5, 4, 5, 4, 6, 5)),
    (finding("product.installation", "人脸识别过不去，试了七八遍", about="手机银行"), (6, 7, 8, 7, 6, 0, 0, 1, 0, 1)),
    (
        finding("person.ownership", "上次说三天回我电话，到现在没人打来", about="人工客服"),
        (2, 1, 2, 3, 2, 2, 1, 2, 3, 4),
    ),
    (finding("rule.limit", "一天只能转五万，给孩子交学费都不够", about="转账"), (1, 2, 3, 2, 1, 2, 2, 3, 2, 3)),
    (finding("product.notification", "扣了钱短信第二天才来", about="短信通知"), (0, 1, 1, 0, 2, 1, 1, 2, 1, 2)),
    (finding("product.device", "U盾插上去电脑认不出来", about="U盾"), (1, 0, 1, 1, 0, 1, 0, 1, 1, 2)),
    (finding("product.ivr", "一直是机器人在绕，找不到人工在哪儿", about="智能客服"), (3, 2, 2, 3, 2, 3, 2, 2, 3, 3)),
    (
        finding("person.comprehension", "我问的是登录，他跟我讲了半天信用卡", about="人工客服"),
        (0, 1, 0, 1, 1, 0, 1, 0, 1, 1),
    ),
    (finding("rule.risk_control", "给我妈转了两笔就说我账户异常", about="转账"), (0, 0, 1, 0, 0, 1, 1, 0, 1, 2)),
    (finding("product.speed", "打开首页要转半分钟圈", about="手机银行"), (1, 1, 0, 1, 0, 1, 0, 1, 0, 1)),
    (
        finding("rule.channel", "要是手机上就能改预留号码就好了", about="手机号变更", kind=Kind.ITCH),
        (0, 1, 0, 2, 1, 1, 2, 1, 2, 3),
    ),
    (
        finding("product.completeness", "明细要是能按商户搜就方便了", about="手机银行", kind=Kind.ITCH),
        (1, 0, 1, 1, 2, 0, 1, 1, 2, 2),
    ),
)
_FURTHER = (
    "年年都这样",
    "已经打了第三次电话了，每次都要从头说一遍，你们内部就不能有个记录吗",
    "我在外地，回去一趟光车票就好几百",
)


def ten_weeks() -> tuple[Counted, ...]:
    """A department's contacts over the ten weeks up to WEEK, among them satisfied, pending and unspecified ones."""
    contacts = []
    for ago in range(10):
        week = WEEK.shifted(ago - 9)
        for story, (found, counts) in enumerate(_STORIES):
            for n in range(counts[ago]):
                said = (
                    found
                    if n == 0
                    else finding(found.factor or "", _FURTHER[n % 3], about=found.business_object, kind=found.kind)
                )
                more = (
                    (finding("person.attitude", "那个语气就是不想理我", about="人工客服"),)
                    if (n + story) % 7 == 3
                    else ()
                )
                source = Source.PERSON if n % 3 == 2 else Source.MACHINE
                name = f"C-{week}-{story:02d}{n:02d}"
                contacts.append(contact(name, said, *more, week=week, hour=9 + 11 * n, source=source))
        contacts += [contact(f"S-{week}-{n:03d}", week=week, hour=8 + n, channel="sms") for n in range(60)]
        contacts += [
            contact(f"P-{week}-{n}", finding("product.speed", "卡得很"), week=week, hour=30 + n, pending=True)
            for n in range(3)
        ]
        contacts += [contact(f"U-{week}-{n}", week=week, hour=50 + n, dissatisfied=True) for n in range(4)]
    return tuple(contacts)

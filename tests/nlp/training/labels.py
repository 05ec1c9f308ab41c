"""Labelled contacts to train on: some comments of every kind, and a few calls."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.nlp.contacts import call, comment
from voc.domain.contact import Contact
from voc.domain.taxonomy import cause_of
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.gold import Gold
from voc.nlp.language import Language
from voc.nlp.signals import observe
from voc.nlp.training import Labelled

# Comment, score, factors; without factors and with a low score it is an unspecific complaint.
COMMENTS: list[tuple[str, int | None, str]] = [
    ("手机银行一打开就闪退", 1, "product.stability"),
    ("转账点了确认老是转不出去", 1, "product.stability"),
    ("登录的时候白屏，重启也没用", 2, "product.stability"),
    ("交易失败，提示网络异常", 1, "product.stability"),
    ("昨晚系统又崩溃，付款失败", None, "product.stability"),
    ("页面加载半天，一直转圈", 2, "product.speed"),
    ("打开速度慢得要命", 2, "product.speed"),
    ("卡顿严重，点一下等十秒", 1, "product.speed"),
    ("查个明细转圈转到没电", None, "product.speed"),
    ("新版界面找不到转账入口", 2, "product.usability"),
    ("字太小，老人根本看不清", 2, "product.usability"),
    ("步骤繁琐，点来点去还是首页", 2, "product.usability"),
    ("验证码收不到，登不进去", 1, "product.installation"),
    ("更新之后装不上，提示安装包损坏", 1, "product.installation"),
    ("取款机吞了我的卡", 1, "product.device"),
    ("希望增加夜间模式", 3, "product.completeness"),
    ("不能导出流水，建议加个导出功能", 3, "product.completeness"),
    ("改个手机号非得去网点才能办", 1, "rule.channel"),
    ("销户只能回开户网点，跑断腿", 1, "rule.channel"),
    ("线上明明能做的事偏让我跑柜台", 2, "rule.channel"),
    ("什么都要去网点，年轻人哪有时间", None, "rule.channel"),
    ("必须本人到场，我妈瘫在床上怎么去", 1, "rule.identity"),
    ("又要居住证明又要工作证明，材料太多", 2, "rule.identity"),
    ("身份证复印件交了三回还要交", 2, "rule.identity"),
    ("年费太贵，凭什么收我年费", 1, "rule.fee"),
    ("跨行转一笔还要手续费", 2, "rule.fee"),
    ("提前还款收违约金不合理", 1, "rule.fee"),
    ("每天限额五千，交个学费都不够", 2, "rule.limit"),
    ("限额太低，房租转两天才转完", 2, "rule.limit"),
    ("申请信用卡被拒，也不说条件", 1, "rule.eligibility"),
    ("审批不通过，连个原因都没有", 1, "rule.eligibility"),
    ("到账要等七个工作日，太久了", 2, "rule.duration"),
    ("账户莫名其妙被冻结，工资取不出", 1, "rule.risk_control"),
    ("客服态度恶劣，说两句就挂电话", 1, "person.attitude"),
    ("柜员爱搭不理，脸色难看", 1, "person.attitude"),
    ("接电话的姑娘说话很冲", 2, "person.attitude"),
    ("大堂经理不耐烦，让我自己看", 2, "person.attitude"),
    ("人工客服半小时打不通", 1, "person.responsiveness"),
    ("等人工等了四十分钟，没人接", 1, "person.responsiveness"),
    ("客服一问三不知，答的都是错的", 1, "person.accuracy"),
    ("上午客服说可以，下午客服说不行", 2, "person.accuracy"),
    ("客服答非所问，根本没听懂我的问题", 2, "person.comprehension"),
    ("客服把我推来推去，没人管", 1, "person.ownership"),
    ("答应三天回电，客服到现在没有回", 1, "person.ownership"),
    ("经理拼命推销保险，烦死人", 2, "person.selling"),
    ("客服态度差，而且手机银行闪退", 1, "person.attitude product.stability"),
    ("年费贵，打客服半小时没人接", 1, "rule.fee person.responsiveness"),
    ("非得去网点，到了网点取款机又坏了", 1, "rule.channel product.device"),
    ("垃圾", 1, ""),
    ("差评", 1, ""),
    ("很不满意", 2, ""),
    ("客服很耐心，讲得清楚", 5, ""),
    ("非常满意，谢谢", 5, ""),
    ("手机银行很方便，转账快", 5, ""),
    ("服务好，办得快", 5, ""),
    ("挺好用的，一直用这家", 4, ""),
    ("感谢柜员帮老人操作", 5, ""),
    ("界面清爽，好评", 5, ""),
    ("网点环境不错", 4, ""),
    ("问题解决了，谢谢客服", 5, ""),
    ("利息高，满意", 5, ""),
    ("很好", 5, ""),
]
CALLS: list[tuple[list[str], int | None, dict[str, Any]]] = [
    (
        ["座：您好", "客：手机银行转账的时候闪退", "座：我帮您看下", "客：好了，谢谢"],
        1,
        {"causes": ["product"], "factors": ["product.stability"], "evidence": {"product": [[1, "闪退"]]}},
    ),
    (
        ["座：您好", "客：我想改手机号", "座：这个需要您本人带身份证到网点柜台办理", "客：哦，好的"],
        2,
        {"causes": ["rule"], "factors": ["rule.channel"], "evidence": {"rule": [[2, "到网点柜台"]]}},
    ),
    (
        ["座：您好", "客：非得去网点才能办吗，太麻烦了", "座：是的", "客：算了"],
        None,
        {"causes": ["rule"], "factors": ["rule.channel"], "evidence": {"rule": [[1, "非得去网点"]]}},
    ),
    (
        ["座：您好", "客：你态度怎么这么差", "座：随便您", "客：我要投诉你"],
        1,
        {"causes": ["person"], "factors": ["person.attitude"], "evidence": {"person": [[1, "态度怎么这么差"]]}},
    ),
    (["座：您好", "客：我查一下余额", "座：三百元", "客：好的谢谢，很快"], 5, {}),
    (["座：您好", "客：网点几点开门", "座：九点", "客：知道了，谢谢你"], None, {}),
    (["座：您好", "座：听得到吗"], 1, {"causes": []}),
]
UNKNOWN = {"dissatisfied": True, "causes": []}


def labelled_comment(text: str, score: int | None, factors: str) -> tuple[Contact, Gold]:
    causes = sorted({str(cause_of(factor)) for factor in factors.split()})
    bad = bool(factors) or (score is not None and score < 3)
    evidence = {cause: [[None, text]] for cause in causes}
    return comment(text, score), Gold.parse(
        {"dissatisfied": bad, "causes": causes, "factors": factors.split(), "evidence": evidence}
    )


def read(contact: Contact, gold: Mapping[str, Any], language: Language, *, fresh: bool = False) -> Labelled:
    return Labelled(observe(contact, language), Gold.parse({"dissatisfied": False, "causes": [], **gold}), fresh)


def comments(language: Language, *, fresh: bool = True) -> list[Labelled]:
    pairs = [labelled_comment(*row) for row in COMMENTS]
    return [Labelled(observe(contact, language), gold, fresh) for contact, gold in pairs]


def calls(language: Language) -> list[Labelled]:
    made = []
    for n, (lines, score, gold) in enumerate(CALLS):
        contact = call(*lines, score=score, id=f"C-{n}", comment="闪退，太差" if n == 0 else "")
        made.append(read(contact, {"dissatisfied": bool(gold), **gold}, language))
    return made


def texts_of(rows: Sequence[Labelled]) -> list[str]:
    """The comments of labelled contacts."""
    return [one.observed.contact.surveys[0].comment for one in rows]


def vocabulary_of(rows: Sequence[Labelled]) -> Vocabulary:
    """All words of some contacts."""
    return Vocabulary.fit((terms_of(passage) for one in rows for passage in one.observed.passages), least=1)

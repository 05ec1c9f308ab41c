"""What a point, a channel or a trend is called on a sheet."""

from datetime import timedelta

from voc.domain.painpoint import Direction, PointKey, Trend
from voc.domain.taxonomy import Taxonomy
from voc.domain.week import Week

NO_OBJECT = "未指明"
TOO_FEW_WEEKS = "周数不足"
NOT_DECIDED = "本周无判定"

_CHANNELS = {
    "phone": "电话",
    "chat": "在线客服",
    "app": "手机应用",
    "web": "网页",
    "wechat": "微信",
    "sms": "短信",
    "email": "邮件",
    "branch": "网点",
    "counter": "柜面",
    "ivr": "语音菜单",
}
_ARROWS = {Direction.UP: "▲", Direction.DOWN: "▼", Direction.UNCLEAR: "—"}


def object_label(business_object: str | None) -> str:
    """The business object's name, or that none is known."""
    return business_object or NO_OBJECT


def point_label(key: PointKey, taxonomy: Taxonomy) -> str:
    """Business object and factor as one name."""
    return f"{object_label(key.business_object)} · {taxonomy.factor_label(key.factor or None)}"


def week_label(week: Week) -> str:
    """The ISO week with its dates.

    >>> week_label(Week(2026, 45))
    '2026 年第 45 周（2026-11-02 至 2026-11-08）'
    """
    return f"{week.year} 年第 {week.number} 周（{week.monday} 至 {week.monday + timedelta(days=6)}）"


def channel_label(channel: str) -> str:
    """The Chinese name of a channel; one that is not known stands as it was given.

    >>> channel_label("sms"), channel_label("柜面")
    ('短信', '柜面')
    """
    return _CHANNELS.get(channel, channel)


def trend_label(trend: Trend) -> str:
    """The word for where a point goes; a single week goes nowhere."""
    if len(trend.weeks) < 2:
        return TOO_FEW_WEEKS
    return f"{_ARROWS[trend.direction]} {trend.direction.label}"


def share_interval_label(interval: tuple[float, float]) -> str:
    """An interval of a share.

    >>> share_interval_label((0.0258, 0.1986))
    '2.6% – 19.9%'
    """
    low, high = interval
    return f"{low:.1%} – {high:.1%}"


def change_interval_label(interval: tuple[float, float]) -> str:
    """An interval of a difference of shares, in percentage points.

    >>> change_interval_label((-0.0201, 0.1))
    '−2.0 – +10.0'
    """
    return " – ".join(f"{bound * 100:+.1f}".replace("-", "−") for bound in interval)

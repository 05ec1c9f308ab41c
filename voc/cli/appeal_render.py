"""Appeals that wait for somebody, as text on a terminal and as JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from rich.table import Table
from rich.text import Text

from voc.cli.render import safe
from voc.cli.review_render import table_of
from voc.domain.reviewing.appeals import Appeal
from voc.services.reviews.appealing import WINDOW

_TIME = "%Y-%m-%d %H:%M"


def appeals_table(
    found: Sequence[Appeal], names: Mapping[int, str], people: Mapping[str, str], *, at: datetime, zone: tzinfo
) -> Table:
    """One row an appeal; `names` are those of the contacts, `people` the names of users by their ids."""
    table = table_of("逾期", "接触", "提出", "座席", "现在", "应在此前处理")
    for appeal in found:
        due = appeal.due_at(WINDOW)
        table.add_row(
            appeal.id,
            Text("逾期", style="red") if appeal.overdue(at, WINDOW) else "",
            Text(safe(names[appeal.contact_key])),
            f"{appeal.steps[0].at.astimezone(zone):{_TIME}}",
            Text(safe(people.get(appeal.agent, appeal.agent))),
            appeal.state.label,
            "" if due is None else f"{due.astimezone(zone):{_TIME}}",
        )
    return table


def appeal_record(appeal: Appeal, names: Mapping[int, str], *, at: datetime) -> dict[str, Any]:
    due = appeal.due_at(WINDOW)
    return {
        "id": appeal.id,
        "contact": names[appeal.contact_key],
        "against": appeal.against,
        "state": appeal.state.value,
        "agent": appeal.agent,
        "inspector": appeal.inspector,
        "filed_at": appeal.steps[0].at.isoformat(),
        "due_at": None if due is None else due.isoformat(),
        "overdue": appeal.overdue(at, WINDOW),
    }

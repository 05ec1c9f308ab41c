from datetime import timedelta
from zoneinfo import ZoneInfo

from rich.console import Console

from tests.builders import NOW
from voc.cli.appeal_render import appeal_record, appeals_table
from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, Move

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILED = Appeal("A-1", 7, "R-1", "王检", AppealState.FORWARDED, (AppealStep(Move.FILE, "周\x1b[2J席", NOW, "不对"),))


def test_an_appeal_is_shown_with_whose_turn_it_is_and_since_when_it_is_overdue() -> None:
    def shown(days: int) -> str:
        console = Console(width=200)
        with console.capture() as captured:
            console.print(appeals_table([FILED], {7: "C-1"}, {}, at=NOW + timedelta(days=days), zone=SHANGHAI))
        return captured.get()

    assert all(word in shown(4) for word in ("A-1", "C-1", "待质检主管处理", "2026-11-07 17:00", "逾期"))
    assert shown(1).count("逾期") == 1 < shown(4).count("逾期")
    assert "\x1b[2J" not in shown(1)


def test_an_appeal_is_told_to_programs_with_the_name_of_its_contact() -> None:
    record = appeal_record(FILED, {7: "C-1"}, at=NOW)
    assert (record["contact"], record["state"], record["overdue"]) == ("C-1", "forwarded", False)
    assert record["due_at"] == (NOW + timedelta(days=3)).isoformat()

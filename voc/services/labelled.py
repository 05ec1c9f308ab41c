"""Labelled files → contacts with their gold labels."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from hashlib import sha256
from pathlib import Path

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse
from voc.errors import InputError, RowError
from voc.ingest import Read, Rejected, read_records
from voc.nlp.gold import Gold
from voc.services.analyzing import SetAside, contact_of, repeated


@dataclass(frozen=True, slots=True)
class LabelledContact:
    """A contact as given and its labels; `by_id` when these came from a file of labels without texts."""

    path: Path
    contact: Contact
    gold: Gold
    by_id: bool = False


def read_labelled(
    paths: Sequence[Path],
    *,
    zone: tzinfo,
    labels: Mapping[str, Mapping[str, object]] | None = None,
    set_aside: SetAside | None = None,
) -> tuple[LabelledContact, ...]:
    """Every labelled contact of the files, in order; surveys that name a call of the input are read with it.

    `labels` are gold objects by record id, for records that have none beside them. InputError for a row that cannot be
    read: half a labelled file would give figures that mean something else. Whoever can do with half a file gives
    `set_aside`, which is told of each such row and of each record whose id stood before, and they are left out.
    """
    known = labels or {}
    told = _refused if set_aside is None else set_aside
    rows = [row for path in paths for row in _read(path, zone, told)]
    if set_aside is not None:
        rows = list(_once(rows, set_aside))
    surveys: dict[str, list[SurveyResponse]] = {}
    for _, row in rows:
        if isinstance(row.record, SurveyResponse) and row.record.conversation_id is not None:
            surveys.setdefault(row.record.conversation_id, []).append(row.record)
    return tuple(
        LabelledContact(path, contact_of(row.record, _linked(row.record, surveys)), parsed, row.gold is None)
        for path, row in rows
        if (gold := row.gold or known.get(row.record.id)) is not None
        if (parsed := _gold(path, row, gold, told)) is not None
    )


def _read(path: Path, zone: tzinfo, told: SetAside) -> Iterator[tuple[Path, Read]]:
    for row in read_records(path, zone=zone):
        if isinstance(row, Rejected):
            told(row.error)
        else:
            yield path, row


def _once(rows: Iterable[tuple[Path, Read]], told: SetAside) -> Iterator[tuple[Path, Read]]:
    """All but records whose id stood before."""
    seen: set[tuple[type, str]] = set()
    for path, row in rows:
        named = type(row.record), row.record.id
        if named in seen:
            told(repeated(path, row))
        else:
            seen.add(named)
            yield path, row


def _gold(path: Path, row: Read, gold: Mapping[str, object], told: SetAside) -> Gold | None:
    try:
        return Gold.parse(gold)
    except InputError as error:
        told(RowError(path.name, row.line, f"{row.record.id} 的{error}"))
        return None


def _refused(error: RowError) -> None:
    raise InputError(f"标注文件有误：{error}")


def read_labels(path: Path) -> Mapping[str, Mapping[str, object]]:
    """Gold objects by record id, from JSON lines of the form `{"id": …, "dissatisfied": …, "causes": …}`."""
    labels: dict[str, Mapping[str, object]] = {}
    try:
        lines = path.read_text(encoding="utf8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"无法读取标注文件 {path}：{type(error).__name__}") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            labels[str(row["id"])] = row
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{path.name} 第 {number} 行不是带 id 的标注") from None
    return labels


def _linked(
    record: Conversation | SurveyResponse, surveys: dict[str, list[SurveyResponse]]
) -> tuple[SurveyResponse, ...]:
    return tuple(surveys.get(record.id, ())) if isinstance(record, Conversation) else ()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return sha256(path.read_bytes()).hexdigest()

"""The labelled texts that the shipped model is fitted on, by kind, and those it is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder.artefact import load_encoder
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.nlp.signals import observe
from voc.nlp.training import HeldOut, Labelled, hold_out
from voc.services.labelled import read_labelled, read_labels

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Texts:
    """Everything that is read: training by kind, and the files to be answered."""

    training: dict[str, list[Labelled]]
    asked: dict[str, list[Labelled]]

    def used(self, without: str = "") -> list[Labelled]:
        return [one for kind, rows in self.training.items() if kind != without for one in rows]


def held_out(training: Sequence[Labelled], language: Language, *, seed: int = 0) -> HeldOut:
    """Text models, and what others that had not seen a record say of it; the shipped encoder reads the comments."""
    encoder = load_encoder(ROOT / "models" / "encoder", encoded_labels(language.taxonomy))
    return hold_out(training, language, progress=lambda _: None, seed=seed, encoder=encoder)


def read_all(data: Path, language: Language) -> Texts:
    own, reviews = ROOT / "data", data / "app_reviews"
    labels = {k: g for p in sorted((own / "labels").glob("app_reviews*.jsonl")) for k, g in read_labels(p).items()}

    def read(paths: Iterable[Path], *, fresh: bool = False) -> list[Labelled]:
        found = read_labelled(list(paths), zone=ZONE, labels=labels)
        return [Labelled(observe(masked_contact(o.contact), language), o.gold, fresh=fresh or o.by_id) for o in found]

    samples = own / "samples"
    return Texts(
        {
            "已标注的评论 train": read([reviews / "train.jsonl"]),
            "按编号标注的评论": read([reviews / "unlabelled.jsonl"]),
            "网店评论": read([data / "other_trades" / "shops_train.jsonl"]),
            "样例": read([samples / "comments.jsonl", samples / "calls.jsonl", samples / "call_surveys.jsonl"]),
            "为训练写的文字": read([own / "labels" / "written.jsonl"])
            + read(sorted((own / "labels").glob("written_*.jsonl")), fresh=True),
            "为训练写的通话与话轮": read(
                [*sorted((own / "labels").glob("calls_*.jsonl")), *sorted((own / "labels").glob("turns*.jsonl"))],
                fresh=True,
            ),
        },
        {"dev": read([reviews / "dev.jsonl"]), "calls_dev": read([data / "calls_dev.jsonl"])},
    )

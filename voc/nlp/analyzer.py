"""The whole analysis of one contact, behind one door."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from voc import __version__
from voc.domain.attribution import Analysis, AnalysisVersion
from voc.domain.contact import Contact
from voc.nlp.artefact import load_model
from voc.nlp.language import Language, language_with
from voc.nlp.model import Model
from voc.nlp.signals import observe
from voc.nlp.verdict import judging

# What decides an analysis stands in these: a change in any source file of them, or in the grammar of rules, is another
# version.
_DECIDING = ("domain", "nlp")
_SOURCES = (".py", ".lark")
_MASKING_TABLES = ("surnames.txt", "surname_words.txt", "given_name_characters.txt")


@dataclass(frozen=True, slots=True, eq=False)
class Analyzer:
    """Analyses masked contacts; one a process, because building it takes a second or two."""

    language: Language
    model: Model
    version: AnalysisVersion

    def analyze(self, contact: Contact) -> Analysis:
        """The claim about a contact whose personal data are masked already.

        Depends on nothing but the contact and the version, so that batch size, order and number of processes do not
        matter.
        """
        observed = observe(contact, self.language)
        return judging(observed, self.model.hear(observed), self.language, self.model).analysis(self.version)


def load_analyzer(model_folder: Path, rules_folder: Path | None = None) -> Analyzer:
    """The analyzer with a model from a folder, and the rules of another or the shipped ones.

    ModelError when the model cannot be used, or was trained with other rules.
    """
    language = language_with(rules_folder)
    model = load_model(model_folder, language)
    return Analyzer(language, model, version_of(language, model))


def version_of(language: Language, model: Model) -> AnalysisVersion:
    return AnalysisVersion(
        code=f"{__version__}+{code_hash()}",
        model=model.id,
        rules=language.rules_hash,
        dictionary=language.dictionary_hash,
        taxonomy=language.taxonomy.version,
    )


@cache
def code_hash() -> str:
    """8 hexadecimal digits over the sources of the deciding packages."""
    digest = hashlib.sha256()
    for package in _DECIDING:
        for name, content in sorted(_sources(files("voc").joinpath(package), package)):
            digest.update(name.encode("utf8") + b"\0" + content + b"\0")
    for name in _MASKING_TABLES:
        digest.update(files("voc").joinpath("resources", name).read_bytes())
    return digest.hexdigest()[:8]


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{name}/{entry.name}")
        elif entry.name.endswith(_SOURCES):
            yield f"{name}/{entry.name}", entry.read_bytes()

"""A folder of models, each in a folder named by its id, and which of them is in use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from voc.domain.choices import SHIPPED, Choice
from voc.domain.model_history import ModelAction, ModelEvent, added_at, choices
from voc.errors import ModelError, NotFoundError
from voc.nlp.language import Language
from voc.nlp.manifest import MANIFEST, read_manifest, verified
from voc.services.model_history import History, append_event, read_history, version_of
from voc.services.placing import put_folder


@dataclass(frozen=True, slots=True)
class Registry:
    """`folder` need not exist yet; `shipped` is the model that comes with the program, and is in use at first."""

    folder: Path
    shipped: Path

    def history(self) -> History:
        return read_history(self.folder)

    def version(self) -> int:
        """How often another model was taken into use, forwards or back."""
        return version_of(self.history())

    def place(self, choice: Choice) -> Path:
        """The folder of a model."""
        return self.shipped if choice is None else self.folder / choice

    def in_use(self) -> Choice:
        """What the last readable line of the history says."""
        return choices(self.history().events)[-1]


@dataclass(frozen=True, slots=True)
class Listed:
    """A model of the registry. `refused` says why it cannot be used; its manifest is empty where that is unreadable."""

    id: str
    folder: Path
    choice: Choice
    added_at: datetime | None
    in_use: bool
    refused: str | None
    manifest: Mapping[str, Any] = field(hash=False)

    @property
    def shipped(self) -> bool:
        return self.choice is SHIPPED

    @property
    def measures(self) -> Mapping[str, Any]:
        """What was measured when it was trained; None where nothing was.

        Earlier versions wrote figures of no records at all.
        """
        found = self.table("measures")
        return found if found.get("n") != 0 else {name: 0 if name == "n" else None for name in found}

    @property
    def code(self) -> str:
        """Hash of the program that trained it; empty where it is not recorded."""
        return str(self.manifest.get("code", ""))

    @property
    def text_count(self) -> int | None:
        """How many different texts it was trained on and would know again; None where it does not say."""
        found = self.manifest.get("trained_on_texts")
        return found if isinstance(found, int) else None

    def table(self, key: str) -> Mapping[str, Any]:
        """A table of the manifest; empty where there is none."""
        found = self.manifest.get(key)
        return found if isinstance(found, dict) else {}


def listed(registry: Registry, language: Language) -> tuple[Listed, ...]:
    """The shipped model, then the others in the order in which they came in, those of unknown date first.

    The one in use is among them though its folder is gone.
    """
    history = registry.history()
    active = choices(history.events)[-1]
    names = _names(registry)
    if active is not None and active not in names:
        names.append(active)
    found = [_listed(registry, name, active, history, language) for name in names]
    ordered = sorted(found, key=lambda m: ("" if m.added_at is None else m.added_at.isoformat(), m.id))
    return (_listed(registry, SHIPPED, active, history, language), *ordered)


def find(registry: Registry, model_id: str, language: Language) -> Listed:
    """The model with an id, one of the registry before the shipped one; NotFoundError when there is none."""
    for model in reversed(listed(registry, language)):
        if model.id == model_id:
            return model
    raise NotFoundError(f"模型库里没有模型 {model_id}，voc models list 列出有哪些")


def _names(registry: Registry) -> list[str]:
    if not registry.folder.is_dir():
        return []
    return sorted(p.name for p in registry.folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def _listed(registry: Registry, choice: Choice, active: Choice, history: History, language: Language) -> Listed:
    folder = registry.place(choice)
    manifest, refused = _state(folder, choice, language)
    known = str(manifest.get("id", folder.name)) if choice is SHIPPED else folder.name
    at = None if choice is SHIPPED else added_at(history.events, known)
    return Listed(known, folder, choice, at, choice == active, refused, manifest)


def _state(folder: Path, choice: Choice, language: Language) -> tuple[Mapping[str, Any], str | None]:
    try:
        manifest = read_manifest(folder)
    except ModelError as error:
        return {}, str(error)
    try:
        verified(folder, language)
    except ModelError as error:
        return manifest, str(error)
    if choice is not SHIPPED and manifest.get("id") != folder.name:
        return manifest, f"模型目录 {folder.name} 里的模型编号是 {manifest.get('id')}"
    return manifest, None


def add_model(registry: Registry, folder: Path, *, language: Language, by: str, at: datetime) -> str:
    """Copy an artefact into the registry and return its id; the same one that is there whole already is left as it is.

    ModelError for an artefact that cannot be used.
    """
    found = verified(folder, language)
    model_id = str(found.manifest["id"])
    target = registry.folder / model_id
    manifest, refused = _state(target, model_id, language)
    # A model that was trained again is the same where its answers are, but may say more of where it comes from.
    if refused is not None or manifest != found.manifest:
        contents = {**found.files, MANIFEST: (folder / MANIFEST).read_bytes()}
        put_folder(contents, target, called="模型库")
    append_event(registry.folder, ModelEvent(at, by, ModelAction.ADDED, model_id))
    return model_id

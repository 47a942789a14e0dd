"""A draft as the editor's forms need it: content and what lies below it, without judging it. Light enough for every keystroke."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glueckauf.catalogue.models import Draft
from glueckauf.catalogue.queries.contents import folder_of
from glueckauf.catalogue.queries.folders import read_source, read_text
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.catalogue.rules.editor.tree import sections_of
from glueckauf.catalogue.rules.texts import LANGUAGES
from glueckauf.cities.queries import kommune as city_of
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.strict_yaml import Broken
from glueckauf.identity.rules.actor import Clerk


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """`shared`: the shared leistung.yaml as plain values, for what a city changes in it; None for a service of its own."""

    id: int
    slug: str
    kind: DraftKind
    kommune: KommuneData
    version: int
    is_open: bool
    content: dict[str, Any] = field(repr=False)
    shared: dict[str, Any] | None = field(repr=False)

    @property
    def is_own(self) -> bool:
        """A service of the city's own: everything can be changed."""
        return self.kind is DraftKind.OWN

    @property
    def root(self) -> str:
        """Where this draft writes: leistung or change."""
        return "leistung" if self.is_own else "change"

    @property
    def said(self) -> dict[str, Any]:
        """What stands there."""
        found = self.content.get(self.root)
        return found if isinstance(found, dict) else {}

    @property
    def leistung(self) -> dict[str, Any]:
        """The definition that is shown: its own, or the shared one."""
        return self.said if self.shared is None else self.shared

    @property
    def form(self) -> dict[str, Any]:
        """Content with the form in it, for rules.editor."""
        return {"leistung": self.leistung}

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Of the form."""
        return sections_of(self.form)

    @property
    def values(self) -> dict[str, Any]:
        """The numbers of the city: the shared ones with what the city says."""
        base, own = mapping(self.leistung.get("values")), mapping(self.said.get("values"))
        if self.is_own:
            return dict(own)
        named = ("label", "unit")
        return {
            key: {k: v for k, v in mapping(base.get(key)).items() if k in named} | mapping(own[key]) if key in own else value
            for key, value in {**base, **own}.items()
        }

    @property
    def fee(self) -> dict[str, Any]:
        """The fee rule that counts."""
        own = self.said.get("fee")
        return dict(own) if isinstance(own, dict) else dict(mapping(self.leistung.get("fee")))

    @property
    def has_own_fee(self) -> bool:
        """Whether the rule can be changed here."""
        return self.is_own or isinstance(self.said.get("fee"), dict)


def mapping(value: Any) -> dict[str, Any]:
    """The mapping, or an empty one."""
    return dict(value) if isinstance(value, Mapping) else {}


def drafted(actor: Clerk, draft_id: int) -> Drafted:
    """Raises NotFound, also for another city's."""
    with reading(actor):
        row = Draft.objects.visible_to(actor).filter(pk=draft_id).first()
        if row is None:
            raise NotFound
        version = row.versions.get(number=row.current)
        is_asked = row.requests.filter(answered_at=None).exists()
    kind = DraftKind(row.kind)
    return Drafted(
        id=row.pk,
        slug=row.leistung,
        kind=kind,
        kommune=city_of(row.tenant_id),
        version=version.number,
        is_open=row.ended_at is None and not is_asked,
        content=version.content,
        shared=None if kind is DraftKind.OWN else shared_of(row.leistung),
    )


def shared_of(slug: str) -> dict[str, Any]:
    """leistung.yaml as it stands; nothing where the folder is gone or broken."""
    folder = folder_of(slug)
    try:
        return mapping(read_source(folder / "leistung.yaml").value) if folder else {}
    except Broken:
        return {}


def shared_files(slug: str) -> tuple[dict[str, str], dict[str, str]]:
    """Texts by language and letters by name of the shared folder; nothing where it is gone."""
    folder = folder_of(slug)
    if folder is None:
        return {}, {}
    found = {code: read_text(path) for code in LANGUAGES if (path := folder / f"text.{code}.md").exists()}
    return found, {path.name: read_text(path) for path in sorted(folder.glob("*.typ"))}

"""From the tree to sections: a group at the top is a page, a group inside it a heading, a repeated group repeats.

Conditions of a Stammdatenschema are words or scripts; they are listed for a person and never evaluated. An optional group becomes a
question: whoever says no is not asked its fields, so that what is required inside it stays required.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from glueckauf.forms.xdatenfelder.codelist import CodeList
from glueckauf.forms.xdatenfelder.codelist import read as read_codelist
from glueckauf.forms.xdatenfelder.imported import Imported, ReportLine, unique_key
from glueckauf.forms.xdatenfelder.into_field import Taken, taken, why
from glueckauf.forms.xdatenfelder.source import source
from glueckauf.forms.xdatenfelder.tree import Art, Datum, FreeRule, Group, Identity, Place, Source, Typ

MOST_ITEMS, MOST_COPIES, MOST_REPEATED = 10, 5, 50
Field = dict[str, Any]


def read(content: bytes, codelists: Sequence[bytes] = ()) -> Imported:
    """A file of XDatenfelder as a form. `codelists`: genericode files for its choices. Raises Malformed(place, reason)."""
    return Writer(tuple(read_codelist(file) for file in codelists)).imported(source(content))


class Walk:
    """Where the writer stands: the path so far, the group before it for unique keys, the question everything hangs on."""

    def __init__(self, path: tuple[str, ...] = (), group: str = "", asked: str = "", *, taken_keys: set[str]) -> None:
        self.path, self.group, self.asked, self.taken = path, group, asked, taken_keys
        self.repeats = False

    def inside(self, step: str, group: str, asked: str = "") -> "Walk":
        """One level deeper; a question of an outer group holds on until an inner one takes over, for that one hangs on it."""
        deeper = Walk((*self.path, step), group, asked or self.asked, taken_keys=self.taken)
        deeper.repeats = self.repeats
        return deeper

    def in_items(self, step: str) -> "Walk":
        """Into a repeating group, where keys are free again and conditions see the item."""
        deeper = Walk((*self.path, step), taken_keys=set())
        deeper.repeats = True
        return deeper

    def when(self) -> Field:
        """The condition that comes from the question."""
        return {"when": {"field": self.asked, "is": "true"}} if self.asked else {}


class Writer:
    """Collects sections, report and documents of one file."""

    def __init__(self, codelists: tuple[CodeList, ...]) -> None:
        self.codelists = codelists
        self.report: list[ReportLine] = []
        self.nachweise: list[dict[str, Any]] = []
        self.sections: list[dict[str, Any]] = []
        self.section_keys: set[str] = set()

    def imported(self, file: Source) -> Imported:
        """The whole form."""
        root = file.root
        walk = Walk(taken_keys=set())
        self.rules(root.identity.id, "", root.rules)
        # A file that is one group is one page, like a group at the top of a schema.
        places = root.inside if file.is_schema else (Place(least=1, most=1, law="", element=root),)
        for step, place in stepped(places):
            self.page(step, place, walk)
        if not self.sections:
            self.line((root.identity.id,), "", "Die Datei enthält keine Felder.", needs_person=True)
        return Imported(
            name=root.label,
            sections=self.sections,
            report=tuple(self.report),
            nachweise=tuple(self.nachweise),
            identity=str(root.identity),
            law=root.law,
        )

    def page(self, step: str, place: Place, walk: Walk) -> None:
        """What stands at the top: a group is a section; fields between groups come together in one."""
        part = place.element
        if isinstance(part, Datum):
            self.loose(step, place, walk)
            return
        if place.repeats:
            self.section(part.name, part.label, "", part.identity, self.repeated(step, place, walk))
            return
        fields, inner = self.entered(step, place, walk)
        self.section(part.name, part.label, part.hint, part.identity, [*fields, *self.fields(part, inner)])

    def loose(self, step: str, place: Place, walk: Walk) -> None:
        """A field of the schema itself."""
        found = self.place(step, place, walk)
        if found and self.sections and not self.sections[-1].get("fim"):
            self.sections[-1]["fields"] += found
        elif found:
            title = "Weitere Angaben" if self.sections else "Angaben"
            self.section(title, title, "", None, found)

    def section(self, name: str, title: str, intro: str, identity: Identity | None, fields: list[Field]) -> None:
        """A page, unless nothing is asked on it."""
        if fields:
            more = {"intro": intro} if intro else {}
            named = {"fim": str(identity)} if identity else {}
            key = unique_key(name, self.section_keys, first="seite")
            self.sections.append({"key": key, "title": title, **more, **named, "fields": fields})

    def entered(self, step: str, place: Place, walk: Walk) -> tuple[list[Field], Walk]:
        """Into a group that comes once: if it may be left out, a question asks whether it applies."""
        part = place.element
        path = (*walk.path, step)
        if place.least:
            self.rules("/".join(path), "", part.rules)
            return [], walk.inside(step, part.name)
        key = unique_key(f"mit {part.name}", walk.taken)
        label = f"Möchten Sie Angaben zu „{part.label}“ machen?"
        self.line(path, key, f"Die Gruppe „{part.label}“ ist freiwillig. Eine Ja-Nein-Frage davor entscheidet.", needs_person=True)
        self.rules("/".join(path), key, part.rules)
        return [{"key": key, "type": "yesno", "label": label, **walk.when()}], walk.inside(step, part.name, key)

    def fields(self, group: Group, walk: Walk) -> list[Field]:
        """All that stands in a group."""
        return [field for step, place in stepped(group.inside) for field in self.place(step, place, walk)]

    def place(self, step: str, place: Place, walk: Walk) -> list[Field]:
        """Fields of one position."""
        if isinstance(place.element, Datum):
            return self.datum(step, place, place.element, walk)
        if place.repeats and not walk.repeats:
            return self.repeated(step, place, walk)
        if place.repeats:
            self.line((*walk.path, step), "", "Eine Wiederholung in einer Wiederholung wurde einmal übernommen.", needs_person=True)
        fields, inner = self.entered(step, place, walk)
        return [*(fields or self.heading(place.element, walk)), *self.fields(place.element, inner)]

    def heading(self, group: Group, walk: Walk) -> list[Field]:
        """The name of a group above its fields; groups of groups need none, one heading is enough."""
        if not group.inside or isinstance(group.inside[0].element, Group):
            return []
        key = unique_key(f"zu {group.name}", walk.taken)
        return [{"key": key, "type": "info", "label": group.label, **walk.when()}]

    def repeated(self, step: str, place: Place, walk: Walk) -> list[Field]:
        """A group of ours."""
        part = place.element
        path = (*walk.path, step)
        key = unique_key(part.name, walk.taken, within=walk.group)
        if isinstance(part, Datum):
            inside = self.datum("", Place(least=1, most=1, law=place.law, element=part), part, walk.in_items(step))
        else:
            inside = self.fields(part, walk.in_items(step))
            self.rules("/".join(path), key, part.rules)
        if not inside:
            return []
        most = MOST_ITEMS if place.most is None else min(place.most, MOST_REPEATED)
        if place.most != most:
            self.line(
                path, key, f"Das Schema nennt keine Höchstzahl oder mehr als 50. Hier sind {most} Einträge möglich.", needs_person=True
            )
        counts = {"fewest": str(max(1, min(place.least, most))), "most": str(most), **({} if place.least else {"optional": "true"})}
        law = why(place.law)
        more = {"hint": part.hint} if part.hint and isinstance(part, Group) else {}
        field = {"key": key, "type": "group", "label": part.label, "item": part.label, **more, **counts, **walk.when(), "fields": inside}
        self.line(path, key, f"Übernommen als Gruppe, die sich wiederholt ({place.least} bis {most}).")
        return [{**field, "fim": str(part.identity), **({"why": law} if law else {})}]

    def datum(self, step: str, place: Place, part: Datum, walk: Walk) -> list[Field]:
        """A field, as often as it may be answered."""
        path = tuple(filter(None, (*walk.path, step)))
        if part.art is Art.HIDDEN:
            self.line(path, "", "Das Feld ist im Schema verborgen und wurde nicht übernommen.", needs_person=True)
            return []
        if place.repeats and part.art is Art.SELECT and place.least < 2:
            return [self.several(path, place, part, walk)]
        if place.repeats and part.art is not Art.LABEL and part.typ is not Typ.FILE:
            return self.repeated(step, place, walk) if not walk.repeats else self.copies(path, place, part, walk)
        found = self.one(path, place, part, walk, part.label)
        if part.typ is Typ.FILE and place.repeats:
            found.field["most"] = str(MOST_ITEMS if place.most is None else min(place.most, MOST_REPEATED))
        return [found.field]

    def several(self, path: tuple[str, ...], place: Place, part: Datum, walk: Walk) -> Field:
        """A choice that may be answered several times: boxes to tick, once its list is there."""
        found = self.one(path, place, part, walk, part.label)
        if found.field["type"] == "choice":
            found.field["type"] = "choices"
            found.field.pop("show_as", None)
            if place.most is not None and place.most < len(found.field["options"]):
                self.line(path, found.field["key"], f"Das Schema erlaubt höchstens {place.most} Antworten.", needs_person=True)
        else:
            self.line(path, found.field["key"], "Das Schema erlaubt mehrere Antworten.", needs_person=True)
        return found.field

    def copies(self, path: tuple[str, ...], place: Place, part: Datum, walk: Walk) -> list[Field]:
        """Inside an item nothing can repeat: a few answers stand one below the other."""
        most = place.most if place.most is not None and place.most <= MOST_COPIES else MOST_COPIES
        if place.most != most:
            self.line(path, "", f"Möglich sind hier {most} Angaben, das Schema erlaubt mehr.", needs_person=True)
        single = [Place(least=int(at < place.least), most=1, law=place.law, element=part) for at in range(most)]
        return [self.one(path, one, part, walk, f"{part.label} {at + 1}").field for at, one in enumerate(single)]

    def one(self, path: tuple[str, ...], place: Place, part: Datum, walk: Walk, label: str) -> Taken:
        """One field with its lines in the report."""
        key = unique_key(part.name, walk.taken, within=walk.group)
        found = taken(part, key, place.law, self.codelists)
        if part.art is not Art.LABEL:
            found.field["label"] = label
            found.field |= {} if place.least else {"optional": "true"}
        found.field |= walk.when()
        self.line(path, key, found.words)
        for note in found.notes:
            self.line(path, key, note, needs_person=True)
        self.rules("/".join(path), key, part.rules)
        if part.typ is Typ.FILE and part.art is not Art.LABEL:
            self.nachweise.append(nachweis(found.field))
        return found

    def line(self, path: Iterable[str], field: str, text: str, *, needs_person: bool = False) -> None:
        """A line of the report."""
        self.report.append(ReportLine(path="/".join(path), field=field, text=text, needs_person=needs_person))

    def rules(self, path: str, field: str, rules: Iterable[FreeRule]) -> None:
        """Each rule in its own words."""
        for rule in rules:
            script = " Das Skript dazu wird nicht ausgeführt." if rule.script else ""
            text = f"Regel {rule.identity.id} „{rule.name}“: {rule.words or 'ohne Beschreibung'}{script}"
            self.line((path,), field, text, needs_person=True)


def nachweis(field: Field) -> dict[str, Any]:
    """The document of a file field, for the list of the Leistung."""
    reason = field.get("why") or "Das Schema verlangt dieses Dokument."
    return {"key": field["nachweis"], "label": field["label"], "why": reason, "accepts": "Foto oder PDF."}


def stepped(places: Sequence[Place]) -> Iterable[tuple[str, Place]]:
    """Positions with their step in a path; the second of the same id is told apart: F00000054[2]."""
    seen: dict[str, int] = {}
    for place in places:
        id_ = place.element.identity.id
        seen[id_] = seen.get(id_, 0) + 1
        yield (id_ if seen[id_] == 1 else f"{id_}[{seen[id_]}]"), place

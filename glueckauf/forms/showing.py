"""Puts together what a page shows of a section. Templates under templates/formlanguage only loop and choose."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glueckauf.forms import inputs, visible
from glueckauf.forms.calendar import calendar
from glueckauf.forms.inputs import Values
from glueckauf.forms.read import FieldError
from glueckauf.forms.schema import (
    AddressField,
    AnyField,
    AppointmentField,
    ChoiceField,
    DateField,
    FileField,
    GroupField,
    PeriodField,
    PlaceField,
    Section,
    SimpleField,
    Words,
    keys_asked,
)
from glueckauf.forms.shown import Body, Documents, Free, Item, Items, Line, Part, Parts, Pick, Picks, Shown, Upload
from glueckauf.forms.validators.choices import NO, YES
from glueckauf.forms.validators.days import ENDS
from glueckauf.forms.validators.places import side_labels

Hanging = Mapping[str, tuple[str, ...]]
CSS = {"full": "", "half": "ga-field--half", "short": "ga-field--short"}
# type of the input, inputmode, autocomplete
LOOKS = {
    "email": ("email", "", "email"),
    "phone": ("tel", "", "tel"),
    "integer": ("text", "numeric", "off"),
    "number": ("text", "decimal", "off"),
    "money": ("text", "decimal", "off"),
}
TEXT_LOOK = ("text", "", "off")
DEFAULT_HINTS = {
    "date": gettext_lazy("Zum Beispiel 1 11 2026"),
    "period": gettext_lazy("Zum Beispiel vom 1 11 2026 bis 14 11 2026"),
    "file": gettext_lazy("Foto oder PDF, bis 20 MB. Wir prüfen sofort, ob alles lesbar ist."),
}


def section_shown(
    section: Section,
    values: Values,
    errors: Iterable[FieldError],
    uploads: Iterable[Upload],
    language: str,
    along: str = "",
    free: Free | None = None,
) -> list[Shown]:
    """All visible fields. The error of a question that only just appeared is not shown at the field: nobody overlooked it.

    `along`: what else of the page a refresh brings up to date; with it the fields refresh those that hang on them.
    """
    at_fields = {error.path: error.text for error in errors if not error.is_new}
    page = Page(section, inputs.of_section(section, values), at_fields, tuple(uploads), language, along)
    page.free = free
    return page.fields(section.fields, "", values, visible.fields(section, values), {})


class Page:
    """Texts, errors and documents of one page while its fields are put together."""

    def __init__(
        self, of: Section, texts: inputs.Texts, errors: Mapping[str, str], uploads: tuple[Upload, ...], language: str, along: str
    ) -> None:
        self.of = of
        self.texts, self.errors, self.uploads, self.language, self.along = texts, errors, uploads, language, along
        self.free: Free | None = None

    def words(self, words: Words | None) -> str:
        """In the language of the page."""
        return words.in_language(self.language) if words else ""

    def text(self, name: str) -> str:
        """What stands in an input."""
        texts = self.texts.get(name)
        return texts[0] if texts else ""

    def fields(self, fields: Sequence[AnyField], prefix: str, values: Values, asked: Sequence[AnyField], outside: Hanging) -> list[Shown]:
        """Those that are asked; where one is missing that a change on this page may bring, an empty place for it.

        `outside`: fields behind a group that hang on fields of its items.
        """
        inside, keys = visible.deciding(fields), {field.key for field in asked}
        hanging = {key for found in inside.values() for key in found}
        found = []
        for field in fields:
            name = prefix + field.key
            if field.key in keys:
                here, there = inside.get(field.key, ()), outside.get(field.key, ())
                frame = frame_of(name) if field.key in hanging or (self.along and field.type == "file") else ""
                found.append(self.field(field, name, values, frame, (*(prefix + key for key in here), *there)))
            elif self.along and field.key in hanging:
                found.append(Shown.place(frame_of(name)))
        return found

    def field(self, field: AnyField, name: str, values: Values, frame: str, decides: tuple[str, ...]) -> Shown:
        """One field: its inputs by type, around them what all types have."""
        template, body = self.group(field, name, values) if field.type == "group" else BUILDERS.get(field.type, line)(self, field, name)
        hint, error = self.hint(field), self.errors.get(name, "")
        return Shown(
            template=f"formlanguage/{template}.html",
            name=name,
            label=self.words(field.label) + unit_of(field),
            body=body,
            hint=hint,
            why=self.words(field.why),
            is_optional=field.optional,
            error=error,
            described_by=" ".join(name + end for end, text in (("-hinweis", hint), ("-fehler", error)) if text),
            css=CSS[field.width],
            decides=" ".join(decides),
            depends=" ".join(sorted(keys_asked(field.when))),
            frame=frame,
            swaps=self.swaps(field, name, decides),
        )

    def swaps(self, field: AnyField, name: str, decides: tuple[str, ...]) -> str:
        """What a change here brings up to date. Those of a group hang on fields of its items, or on buttons that load the page.

        A picked file is sent at once: its own field then says whether it can be read.
        """
        names = (*decides, name) if field.type == "file" else decides
        if not (self.along and names) or field.type == "group":
            return ""
        return ",".join((self.along, *(f"#{frame_of(other)}" for other in names)))

    def hint(self, field: AnyField) -> str:
        """The author's hint, for days and files else an example."""
        return self.words(field.hint) or str(DEFAULT_HINTS.get(field.type, ""))

    def group(self, group: GroupField, name: str, values: Values) -> tuple[str, Items]:
        """Items, at least as many as are needed."""
        known = inputs.items_of(values.get(group.key))
        count = max(len(known), group.fewest)
        outside = visible.deciding_outside(group, self.of.fields)
        items = []
        for at in range(count):
            item = known[at] if at < len(known) else {}
            scope, prefix = visible.scope(group, item, values), f"{name}-{at}"
            title = f"{self.words(group.item)} {at + 1}"
            shown = self.fields(group.fields, f"{prefix}-", scope, visible.item_fields(group, item, values), outside)
            items.append(Item(name=prefix, title=title, fields=tuple(shown), can_go=count > group.fewest))
        return "group", Items(items=tuple(items), what=self.words(group.item), can_add=count < group.most)

    def day(self, name: str, told_at: str, autocomplete: str = "") -> Parts:
        """Day, month, year. An error (at `told_at`) is about the day they make together, so it marks all three."""
        error = self.errors.get(told_at)
        token = "bday-" if autocomplete == "bday" else ""
        columns = (("day", _("Tag"), 2, ""), ("month", _("Monat"), 2, ""), ("year", _("Jahr"), 4, "ga-date__year"))
        parts = tuple(
            Part(
                name=f"{name}-{part}",
                label=label,
                value=self.text(f"{name}-{part}"),
                described_by=f"{told_at}-fehler" if error else "",
                is_wrong=bool(error),
                css=css,
                inputmode="numeric",
                autocomplete=token + part if token else "off",
                most=most,
            )
            for part, label, most, css in columns
        )
        return Parts((parts,))

    def part(self, name: str, label: str, **more: Any) -> Part:
        """One part of an address or place with its own error; if none of the parts was filled they share the field's."""
        error = self.errors.get(name, "")
        is_wrong = bool(error) or name.rpartition("-")[0] in self.errors
        described = f"{name}-fehler" if error else ""
        return Part(name=name, label=label, value=self.text(name), error=error, is_wrong=is_wrong, described_by=described, **more)


def frame_of(name: str) -> str:
    """Id around a field that comes and goes."""
    return f"feld-{name}"


def unit_of(field: AnyField) -> str:
    """What a number is counted in, behind its label."""
    unit = "€" if field.type == "money" else field.unit if field.type in ("integer", "number") else ""
    return _(" (in %(unit)s)") % {"unit": unit} if unit else ""


def line(page: Page, field: Any, name: str) -> tuple[str, Body]:
    """One input of text."""
    kind, inputmode, autocomplete = LOOKS.get(field.type, TEXT_LOOK)
    lines = field.lines if field.type == "text" else 1
    return "textarea" if lines > 1 else "input", Line(
        value=page.text(name),
        kind=kind,
        inputmode=inputmode,
        autocomplete=field.autocomplete or autocomplete,
        lines=lines,
        is_code=field.type in ("iban", "plate"),
    )


def info(page: Page, field: Any, name: str) -> tuple[str, Body]:
    """A paragraph."""
    return "info", None


def consent(page: Page, field: SimpleField, name: str) -> tuple[str, Body]:
    """A box to tick."""
    return "consent", Picks(options=(Pick(name, YES, "", page.text(name) == YES),))


def yesno(page: Page, field: SimpleField, name: str) -> tuple[str, Body]:
    """Two radio buttons."""
    text = page.text(name)
    return "list", Picks(options=tuple(Pick(f"{name}-{key}", key, label, text == key) for key, label in ((YES, _("Ja")), (NO, _("Nein")))))


def choice(page: Page, field: ChoiceField, name: str) -> tuple[str, Body]:
    """A select, or a list of radio buttons or boxes."""
    picked = page.texts.get(name, ())
    options = tuple(Pick(f"{name}-{o.key}", o.key, page.words(o.label), o.key in picked, page.words(o.hint)) for o in field.options)
    template = "select" if inputs.is_select(field) else "list"
    return template, Picks(
        options=options,
        is_many=field.type == "choices",
        has_hints=any(option.hint for option in options),
        autocomplete=field.autocomplete or "off",
    )


def date(page: Page, field: DateField, name: str) -> tuple[str, Body]:
    """Three inputs."""
    return "date", page.day(name, name, field.autocomplete)


def period(page: Page, field: PeriodField, name: str) -> tuple[str, Body]:
    """Two days, each with its own error."""
    ends = []
    for end, label in zip(ENDS, (_("Erster Tag"), _("Letzter Tag")), strict=True):
        own = page.errors.get(name + end, "")
        body = page.day(name + end, name + end if own else name)
        described = f"{name}{end}-fehler" if own else ""
        ends.append(Shown(template="date", name=name + end, label=label, body=body, error=own, described_by=described))
    return "period", tuple(ends)


def address(page: Page, field: AddressField, name: str) -> tuple[str, Body]:
    """Street and number, postcode and town."""
    street, postcode, city = ("address-line1", "postal-code", "address-level2") if field.autocomplete else ("off", "off", "off")
    first = (
        page.part(f"{name}-street", _("Straße"), css="ga-grow", autocomplete=street),
        page.part(f"{name}-house_number", _("Hausnummer"), css="ga-field--no"),
    )
    second = (
        page.part(f"{name}-postcode", _("Postleitzahl"), css="ga-field--no", inputmode="numeric", most=5, autocomplete=postcode),
        page.part(f"{name}-city", _("Ort"), css="ga-grow", autocomplete=city),
    )
    return "address", in_rows(first, second)


def in_rows(*rows: tuple[Part, ...]) -> Parts:
    """Parts with the mark that one of them is wrong."""
    return Parts(rows, is_wrong=any(part.error for row in rows for part in row))


def place(page: Page, field: PlaceField, name: str) -> tuple[str, Body]:
    """Street, from number to number, side, size."""
    rows = [
        (page.part(f"{name}-street", _("Straße"), css="ga-grow"),),
        (
            page.part(f"{name}-number_from", _("Von Hausnummer"), css="ga-field--no"),
            page.part(f"{name}-number_to", _("Bis Hausnummer"), css="ga-field--no", is_optional=True),
        ),
    ]
    if field.ask_side:
        text = page.text(f"{name}-side")
        options = tuple(Pick(f"{name}-side-{key}", key, label, key == text) for key, label in side_labels().items())
        rows.append((page.part(f"{name}-side", _("Straßenseite"), css="ga-grow", options=options),))
    if field.ask_size:
        size = {"length_m": _("Länge in Metern"), "width_m": _("Breite in Metern")}
        rows.append(tuple(page.part(f"{name}-{part}", label, css="ga-field--no", inputmode="decimal") for part, label in size.items()))
    return "address", in_rows(*rows)


def documents(page: Page, field: FileField, name: str) -> tuple[str, Body]:
    """What was handed in here, what was refused here, and the input for more."""
    keys = page.texts.get(name, [])
    uploads = tuple(upload for upload in page.uploads if upload.key in keys or (upload.field == name and not upload.ok))
    return "file", Documents(
        uploads=uploads,
        can_upload=len(keys) < field.most,
        can_be_later=field.later and not keys,
        is_later=page.text(f"{name}-later") == YES,
        has_good=bool(keys),
    )


def appointment(page: Page, field: AppointmentField, name: str) -> tuple[str, Body]:
    """Free appointments by day."""
    return "appointment", calendar(page.free, name, page.text(name))


Builder = Callable[[Page, Any, str], tuple[str, Body]]
BUILDERS: dict[str, Builder] = {
    "info": info,
    "consent": consent,
    "yesno": yesno,
    "choice": choice,
    "choices": choice,
    "date": date,
    "period": period,
    "address": address,
    "place": place,
    "file": documents,
    "appointment": appointment,
}

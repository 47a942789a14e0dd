"""What the page of hours may be told: hours of a room, a closed day, somebody who is away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from glueckauf.cities.queries import RoomRow
from glueckauf.cities.rules.openings import Hours
from glueckauf.vorgaenge.queries import Bookable

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag")
DAY = {"required": "Tragen Sie einen Tag ein.", "invalid": "Tragen Sie den Tag so ein: 24.12.2026."}
HOUR = {"required": "Tragen Sie eine Uhrzeit ein.", "invalid": "Tragen Sie die Uhrzeit so ein: 8:30."}
COUNT = {"required": "Tragen Sie eine Zahl ein.", "invalid": "Tragen Sie eine ganze Zahl ein."}


class HoursForm(forms.Form):
    """One room, the same hours on some weekdays."""

    office = forms.ChoiceField(label="Amt")
    site = forms.CharField(label="Ort", max_length=160, help_text="Haus und Anschrift, wie es in der Bestätigung steht.")
    name = forms.CharField(label="Schalter oder Raum", max_length=80)
    days = forms.MultipleChoiceField(
        label="Wochentage",
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kreuzen Sie mindestens einen Wochentag an."},
    )
    opens = forms.TimeField(label="Von", error_messages=HOUR, widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "8:00"}))
    closes = forms.TimeField(label="Bis", error_messages=HOUR, widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "12:00"}))
    minutes = forms.IntegerField(label="Minuten je Termin", initial=15, error_messages=COUNT)
    people = forms.IntegerField(label="Wie viele bedienen zugleich?", initial=1, error_messages=COUNT)
    first_day = forms.DateField(label="Ab", error_messages=DAY, help_text="24.12.2026", widget=forms.DateInput(format="%d.%m.%Y"))
    last_day = forms.DateField(label="Bis einschließlich (freiwillig)", required=False, error_messages=DAY)
    leistungen = forms.MultipleChoiceField(
        label="Nur für bestimmte Anliegen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nichts angekreuzt: für alle Anliegen des Amtes.",
    )
    source = forms.CharField(label="Woher stammen die Zeiten?", max_length=200, help_text="Zum Beispiel: Amtsleitung, 3. Mai 2026.")

    def __init__(self, offices: list[tuple[str, str]], matters: Sequence[Bookable], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.matters = {m.leistung: m for m in matters}
        names = dict(offices)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
        self.fields["leistungen"].choices = [(m.leistung, f"{m.name} ({names.get(m.office, m.office)})") for m in matters]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another office's matter would never come here: its hours would be shown to nobody."""
        given: dict[str, Any] = super().clean() or {}
        foreign = [self.matters[key].name for key in given.get("leistungen", ()) if self.matters[key].office != given.get("office")]
        if foreign and given.get("office"):
            self.add_error("leistungen", f"Dafür ist ein anderes Amt zuständig: {', '.join(foreign)}.")
        return given

    def hours(self, weekday: str) -> Hours:
        """On one of the days."""
        given = self.cleaned_data
        names = ("opens", "closes", "minutes", "first_day", "last_day")
        return Hours(weekday=int(weekday), **{name: given[name] for name in names})


class ClosureForm(forms.Form):
    """A day without appointments."""

    office = forms.ChoiceField(label="Amt")
    day = forms.DateField(label="Tag", error_messages=DAY, help_text="24.12.2026")
    reason = forms.CharField(label="Grund", max_length=200)

    def __init__(self, offices: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["office"].choices = offices  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    """Which counter, who (if the office says it), from when to when. No reason."""

    room = forms.TypedChoiceField(label="Schalter oder Raum", coerce=int)
    clerk = forms.ChoiceField(label="Wer?", required=False)
    first_day = forms.DateField(label="Erster Tag", error_messages=DAY, help_text="24.12.2026")
    last_day = forms.DateField(label="Letzter Tag (freiwillig)", required=False, error_messages=DAY, help_text="Leer: nur dieser eine Tag.")

    def __init__(self, rooms: Sequence[RoomRow], colleagues: Mapping[int, str], *args: object, **kwargs: object) -> None:
        super().__init__(*args, prefix="fehlt", **kwargs)  # type: ignore[arg-type, misc]
        self.fields["room"].choices = [(r.id, f"{r.name}, {r.site}") for r in rooms]  # type: ignore[attr-defined]
        by_name = [(f"clerk:{pk}", name) for pk, name in colleagues.items()]
        self.fields["clerk"].choices = [("", "eine Person, ohne Namen"), *by_name]  # type: ignore[attr-defined]

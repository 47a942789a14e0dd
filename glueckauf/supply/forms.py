"""What the pages of supply take."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glueckauf.core.clock import BERLIN
from glueckauf.core.uploads import Scan, scan
from glueckauf.supply.rules.devices import Device, Kind
from glueckauf.supply.rules.outages import CAUSES
from glueckauf.supply.rules.switching import UnreadableStep, read

MOMENT = {"required": "Tragen Sie Tag und Uhrzeit ein.", "invalid": "Tragen Sie Tag und Uhrzeit so ein: 3.12.2026 14:00."}
ADDRESS = re.compile(r"(?P<street>[^,]{2,120}?)\s+(?P<number>\d{1,4}\s?[a-zA-Z]?)(?:\s*,)?(?:\s*(?P<code>\d{5}))?(?:\s+[^\d,]{1,60})?")
WHAT_IF_DEVICES = {
    "wallbox": ("eine Wallbox 11 kW", Kind.WALLBOX, 11.0),
    "waermepumpe": ("eine Wärmepumpe 9 kW", Kind.HEAT_PUMP, 9.0),
    "anlage": ("eine Anlage 30 kWp", Kind.PV, 30.0),
}
TOO_LARGE = "Netz und Lastgänge dürfen zusammen höchstens 100 MB groß sein. Es wurde nichts angenommen."
LONG_NAME = "Der Name der Datei ist länger als 200 Zeichen."
CHANGES = [("normal", "alles steht wie jetzt"), ("without", "es fehlt"), ("open", "offen ist"), ("close", "geschlossen ist")]
PIPED_CHANGES = [("without", "das Rohr fehlt"), ("close", "der Schieber zu ist"), ("open", "der Schieber offen ist")]
FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M", "%Y-%m-%dT%H:%M"]


class WatchForm(forms.Form):
    """A street and where to write. The box nobody sees is for machines."""

    strasse = forms.CharField(
        label=_("Straße"), max_length=120, error_messages={"required": _("Tragen Sie Ihre Straße ein, ohne Hausnummer.")}
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        error_messages={"required": _("Tragen Sie Ihre E-Mail-Adresse ein."), "invalid": _("Das ist keine E-Mail-Adresse.")},
    )
    website = forms.CharField(max_length=200, required=False)

    @property
    def is_human(self) -> bool:
        """Machines fill the box nobody sees."""
        return not self.cleaned_data.get("website")


class PlaceForm(forms.Form):
    """Where it leaks, and valves a crew could not move."""

    street = forms.CharField(label="Straße", max_length=120, error_messages={"required": "Tragen Sie die Straße ein."})
    house_number = forms.CharField(label="Hausnummer", max_length=20, error_messages={"required": "Tragen Sie die Hausnummer ein."})
    postcode = forms.RegexField(
        r"^\d{5}$",
        label="Postleitzahl",
        error_messages={"required": "Tragen Sie die Postleitzahl ein.", "invalid": "Eine Postleitzahl hat fünf Ziffern."},
    )
    stuck = forms.CharField(
        label="Schieber, die sich nicht bewegen lassen",
        max_length=200,
        required=False,
        help_text="Zum Beispiel: S014, S015. Leer: alle gehen.",
    )

    def clean_stuck(self) -> list[str]:
        """Numbers between commas."""
        return [name.strip() for name in self.cleaned_data["stuck"].replace(";", ",").split(",") if name.strip()]


class WhatIfForm(forms.Form):
    """A device at an address, and how the grid then stands."""

    example = "r01-k2"

    anschrift = forms.CharField(label="Anschrift", max_length=160, error_messages={"required": "Tragen Sie die Anschrift ein."})
    was = forms.ChoiceField(label="Was", choices=[(key, words) for key, (words, *_) in WHAT_IF_DEVICES.items()])
    schaltung = forms.ChoiceField(label="Schaltzustand", choices=CHANGES)
    element = forms.CharField(label="Element oder Schalter", max_length=120, required=False)

    def clean_anschrift(self) -> dict[str, str]:
        """Musterstraße 12, 44787; the postcode may be missing."""
        found = ADDRESS.fullmatch(self.cleaned_data["anschrift"].strip())
        if found is None:
            raise forms.ValidationError("Schreiben Sie die Anschrift so: Musterstraße 12, 44787.")
        return {"street": found["street"].strip(), "house_number": found["number"].strip(), "postcode": found["code"] or ""}

    def clean(self) -> dict[str, Any]:
        """A change needs what it is about."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("schaltung", "normal") != "normal" and not given.get("element", "").strip():
            self.add_error("element", f"Nennen Sie, was gemeint ist, zum Beispiel {self.example}.")
        return given

    @property
    def change(self) -> dict[str, str]:
        """As the engine takes it."""
        kind, name = self.cleaned_data["schaltung"], self.cleaned_data["element"].strip()
        return {} if kind == "normal" else {kind: name}

    @property
    def device(self) -> Device:
        """What is to come."""
        _, kind, power_kw = WHAT_IF_DEVICES[self.cleaned_data["was"]]
        return Device(kind=kind, count=1, each_kw=power_kw, controllable=True)


class PipedWhatIfForm(WhatIfForm):
    """A valve that is turned, or a pipe that is missing, as seen from an address; of water, gas or heat."""

    example = "S001"

    schaltung = forms.ChoiceField(label="Zustand", choices=[(key, words) for key, words in PIPED_CHANGES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["was"]


class StepsForm(forms.Form):
    """A plan of switchings as somebody wrote it, a step a line."""

    schritte = forms.CharField(
        label="Schritte",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text="Ein Schritt je Zeile, zum Beispiel: r01-k2a auf",
        error_messages={"required": "Tragen Sie mindestens einen Schritt ein."},
    )

    def clean_schritte(self) -> list[tuple[str, bool]]:
        """Switch and whether it opens."""
        try:
            return read(self.cleaned_data["schritte"])
        except UnreadableStep as error:
            raise forms.ValidationError(f"Diesen Schritt verstehen wir nicht: {error}") from error


class TimesForm(forms.Form):
    """When, how long, why, and what people should know."""

    begins_at = forms.DateTimeField(label="Beginn", input_formats=FORMATS, error_messages=MOMENT, help_text="Zum Beispiel: 3.12.2026 14:00")
    expected_end = forms.DateTimeField(
        label="Voraussichtliches Ende", input_formats=FORMATS, required=False, error_messages=MOMENT, help_text="Leer: noch nicht bekannt."
    )
    cause = forms.ChoiceField(label="Ursache", choices=list(CAUSES.items()))
    note = forms.CharField(
        label="Was die Menschen wissen sollen",
        max_length=300,
        required=False,
        help_text="Öffentlich. Zum Beispiel: Ein Wasserwagen steht in der Musterstraße 1.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begins_at", "expected_end"):
            self.fields[name].widget = forms.DateTimeInput(format="%d.%m.%Y %H:%M")

    def moment(self, name: str) -> datetime | None:
        """In Berlin's time."""
        found: datetime | None = self.cleaned_data.get(name)
        return found.astimezone(BERLIN) if found else None


class ChangeForm(TimesForm):
    """Another end, other words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["begins_at"], self.fields["cause"]


class HostingForm(forms.Form):
    """What one more device would do, everywhere."""

    sign = forms.TypedChoiceField(label="Richtung", coerce=int, choices=[(-1, "Einspeisung"), (1, "Verbrauch")])
    most_kw = forms.IntegerField(
        label="Größte Leistung, kW", min_value=1, max_value=1000, initial=100, help_text="Darüber wird nicht gesucht."
    )


class OutagesForm(forms.Form):
    """Which days."""

    days = forms.TypedChoiceField(
        label="Tage", coerce=int, choices=[(4, "4 Tage: größte Last, größte Einspeisung"), (24, "24 solche Tage"), (0, "das ganze Jahr")]
    )


class LeaksForm(forms.Form):
    """How many, and where pressures are read."""

    leaks = forms.IntegerField(label="Zahl der Rohrbrüche", min_value=10, max_value=10_000, initial=1_000)
    sensors = forms.IntegerField(
        label="Drucksensoren", min_value=3, max_value=200, initial=12, help_text="Über das Netz verteilt. Simuliert, nicht gemessen."
    )
    seed = forms.IntegerField(
        label="Startzahl des Zufalls", min_value=0, max_value=2**31 - 1, initial=1, help_text="Gleiche Zahl, gleiche Rohrbrüche."
    )


class GridFileForm(forms.Form):
    """A grid, and for power the profiles its devices name."""

    network = forms.ChoiceField(label="Netz")
    file = forms.FileField(
        label="Datei",
        max_length=200,
        help_text="Höchstens 100 MB, mit den Lastgängen zusammen.",
        error_messages={"required": "Wählen Sie die Datei mit dem Netz aus.", "empty": "Diese Datei ist leer.", "max_length": LONG_NAME},
    )
    profiles = forms.FileField(
        label="Lastgänge",
        max_length=200,
        required=False,
        help_text="Nur für Strom: eine .npz mit names und values, 35.040 oder 35.136 Viertelstunden.",
        error_messages={"empty": "Diese Datei ist leer.", "max_length": LONG_NAME},
    )
    profile_year = forms.CharField(
        label="Wovon die Lastgänge sind", max_length=80, required=False, help_text="Zum Beispiel: Messjahr 2025, Standardlastprofile."
    )

    def __init__(self, *args: Any, networks: Sequence[tuple[str, str, str]], dropped: str = "", **kwargs: Any) -> None:
        """`dropped`: the file that was too large on its way in."""
        super().__init__(*args, **kwargs)
        if dropped in self.fields:
            self.fields[dropped].required = True
            self.fields[dropped].error_messages["required"] = TOO_LARGE
        self.fields["network"].choices = [(key, word) for _, key, word in networks]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".zip,.json,.geojson,.inp,.npz"
        self.fields["profiles"].widget.attrs["accept"] = ".npz"

    def clean_file(self) -> Any:
        """Scanned."""
        return scanned(self.cleaned_data["file"])

    def clean_profiles(self) -> Any:
        """Scanned."""
        return scanned(self.cleaned_data["profiles"])

    def clean(self) -> dict[str, Any]:
        """Only power has profiles."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("profiles") and given.get("network") != "power":
            self.add_error("profiles", "Lastgänge gehören nur zu einem Stromnetz.")
        return given


def scanned(file: Any) -> Any:
    """Where a scanner runs; without one, or where it has no answer, a grid is read by an engine that has nothing of ours."""
    if file and scan(file) is Scan.INFECTED:
        raise forms.ValidationError("In dieser Datei hat die Prüfung Schadsoftware gefunden. Sie ist nicht angenommen.")
    return file

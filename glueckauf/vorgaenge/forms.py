"""What a clerk's POST may hold, and what it says when it does not."""

from decimal import Decimal
from typing import Any

from django import forms

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.schema import Nachweis
from glueckauf.core.money import to_cents
from glueckauf.vorgaenge.actions import Asked
from glueckauf.vorgaenge.rules.stage import Ending

DAY = {"required": "Tragen Sie einen Tag ein.", "invalid": "Tragen Sie den Tag so ein: 24.12.2026."}
ENDING_LABELS = {
    Ending.GRANT: "Bewilligen, wie beantragt",
    Ending.CONDITIONS: "Mit Auflagen bewilligen",
    Ending.REFUSE: "Ablehnen",
    Ending.CLOSE: "Einstellen",
}


class CompleteForm(forms.Form):
    """Day since which everything is there."""

    complete_on = forms.DateField(error_messages=DAY)


class DispatchForm(forms.Form):
    """Day the letter went to the post."""

    on = forms.DateField(error_messages=DAY)


class FeeForm(forms.Form):
    """Euros as typed in German, and why."""

    amount = forms.DecimalField(
        localize=True,
        min_value=Decimal(0),
        max_value=Decimal(1_000_000),
        error_messages={"required": "Tragen Sie den Betrag ein.", "invalid": "Tragen Sie den Betrag so ein: 75,00."},
    )
    reason = forms.CharField(max_length=500, error_messages={"required": "Schreiben Sie, wie Sie die Gebühr ermittelt haben."})

    def cents(self) -> int:
        """In integer cents."""
        return to_cents(self.cleaned_data["amount"])


class RequestForm(forms.Form):
    """Named documents with reasons. One pair of fields per Nachweis of the Leistung, one free."""

    text = forms.CharField(required=False, max_length=5000)
    reply_by = forms.DateField(required=False, error_messages=DAY)
    other = forms.CharField(required=False, max_length=200)
    other_reason = forms.CharField(required=False, max_length=500)

    def __init__(self, data: Any, *, nachweise: tuple[Nachweis, ...], missing: list[str]) -> None:
        super().__init__(data)
        self.nachweise, self.missing = nachweise, missing
        for n in nachweise:
            self.fields[f"ask-{n.key}"] = forms.BooleanField(required=False, initial=n.key in missing)
            self.fields[f"reason-{n.key}"] = forms.CharField(required=False, max_length=500, initial=str(n.why))

    def rows(self) -> list[dict[str, Any]]:
        """For the template: label and the two fields."""
        return [
            {"key": n.key, "label": str(n.label), "ask": self[f"ask-{n.key}"], "reason": self[f"reason-{n.key}"]} for n in self.nachweise
        ]

    def asked(self) -> list[Asked]:
        """What was ticked."""
        found = [
            Asked(nachweis=n.key, label=str(n.label), reason=self.cleaned_data[f"reason-{n.key}"] or str(n.why))
            for n in self.nachweise
            if self.cleaned_data[f"ask-{n.key}"]
        ]
        if self.cleaned_data["other"]:
            found.append(
                Asked(
                    nachweis="weiteres",
                    label=self.cleaned_data["other"],
                    reason=self.cleaned_data["other_reason"] or "Wird für die Entscheidung gebraucht.",
                )
            )
        return found


class DecisionForm(forms.Form):
    """Ending, Auflagen, reasons."""

    ending = forms.ChoiceField(
        error_messages={"required": "Wählen Sie, wie Sie entscheiden.", "invalid_choice": "Diese Leistung kennt diese Entscheidung nicht."}
    )
    picked = forms.MultipleChoiceField(required=False)
    own_conditions = forms.CharField(required=False, max_length=5000)
    reasons = forms.CharField(required=False, max_length=10_000)

    def __init__(self, data: Any, *, endings: tuple[Ending, ...], service: LeistungOfCity) -> None:
        super().__init__(data)
        self.known = {c.key: str(c.text) for c in service.leistung.decision.conditions}
        self.fields["ending"].choices = [(e.value, ENDING_LABELS[e]) for e in endings]  # type: ignore[attr-defined]
        self.fields["picked"].choices = list(self.known.items())  # type: ignore[attr-defined]

    def conditions(self) -> tuple[str, ...]:
        """Picked ones first, then each line the clerk wrote."""
        if self.chosen() is not Ending.CONDITIONS:
            return ()
        own = (line.strip() for line in self.cleaned_data["own_conditions"].splitlines())
        return (*(self.known[key] for key in self.cleaned_data["picked"]), *(line for line in own if line))

    def chosen(self) -> Ending:
        """The ending as an enum."""
        return Ending(self.cleaned_data["ending"])

"""What a clerk's POST may hold, and what it says when it does not."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.deciding import auflagen_for
from glueckauf.catalogue.rules.schema import Outcome
from glueckauf.core.money import to_cents
from glueckauf.forms.conditions import holds
from glueckauf.letters.queries import unwritable
from glueckauf.vorgaenge.actions import Asked, GrantTextMissing, ReasonMissing
from glueckauf.vorgaenge.queries import Wanted, Wording
from glueckauf.vorgaenge.rules.grounds import GROUND_WORDS, Ground, reason
from glueckauf.vorgaenge.rules.stage import Ending

DAY = {"required": "Tragen Sie einen Tag ein.", "invalid": "Tragen Sie den Tag so ein: 24.12.2026."}
ENDING_LABELS = {
    Ending.GRANT: ("Bewilligen", "wie beantragt"),
    Ending.CONDITIONS: ("Mit Auflagen", "bewilligen und Bedingungen nennen"),
    Ending.REFUSE: ("Ablehnen", "mit Begründung"),
    Ending.CLOSE: ("Einstellen", "zurückgenommen oder erledigt"),
}
GRANT_LABELS = {
    Outcome.MITTEILUNG: ("Antworten", "erledigt, mit einer Antwort"),
    Outcome.HANDOVER: ("Weitergeben", "an die Stelle, die entscheidet"),
    Outcome.TERMIN: ("Bestätigen", "wie gewünscht"),
}


def ending_label(ending: Ending, outcome: Outcome) -> tuple[str, str]:
    """What the clerk does, and what that means."""
    return GRANT_LABELS.get(outcome, ENDING_LABELS[ending]) if ending is Ending.GRANT else ENDING_LABELS[ending]


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


class LetterField(forms.CharField):
    """Words of a clerk that will stand in a letter: what its fonts cannot write is said before it is sealed."""

    def validate(self, value: str) -> None:
        """One sign at a time, named."""
        super().validate(value)
        if sign := unwritable(value or ""):
            raise forms.ValidationError(
                f"Das Zeichen „{sign}“ kann im Brief nicht stehen: Die Schrift hat es nicht. Bitte ersetzen Sie es."
            )


OWN_DAY = "date"


class RequestForm(forms.Form):
    """Named documents with reasons and a day. Three fields per Nachweis of the Leistung, two for one that is not on the list."""

    text = LetterField(required=False, max_length=5000)
    days = forms.ChoiceField(required=False)
    reply_by = forms.DateField(required=False, error_messages=DAY)
    other = LetterField(required=False, max_length=200)
    other_reason = LetterField(required=False, max_length=500)

    def __init__(self, data: Any, *, wanted: tuple[Wanted, ...], days: tuple[tuple[int, date], ...]) -> None:
        super().__init__(data)
        self.wanted, self.by_days = wanted, {str(count): day for count, day in days}
        self.fields["days"].choices = [*((count, count) for count in self.by_days), (OWN_DAY, OWN_DAY)]  # type: ignore[attr-defined]
        for one in wanted:
            ground = Ground.OTHER if one.latest else Ground.MISSING
            rejected = one.latest.reason if one.latest and one.latest.status == "rejected" else ""
            self.fields[f"ask-{one.key}"] = forms.BooleanField(required=False, initial=one.is_open)
            self.fields[f"ground-{one.key}"] = forms.ChoiceField(required=False, choices=[(g, g) for g in Ground], initial=ground)
            self.fields[f"reason-{one.key}"] = LetterField(required=False, max_length=500, initial=rejected)

    def rows(self) -> list[dict[str, Any]]:
        """For the template: the Nachweis and its three fields."""
        return [{"of": one, **{part: self[f"{part}-{one.key}"] for part in ("ask", "ground", "reason")}} for one in self.wanted]

    def grounds(self) -> list[tuple[str, str]]:
        """For the template."""
        return [(ground.value, word) for ground, word in GROUND_WORDS.items()]

    def day_choices(self) -> list[tuple[str, date]]:
        """For the template."""
        return list(self.by_days.items())

    def day(self) -> date | None:
        """The day chosen so far; without a choice the usual one, without a readable own day none."""
        chosen = str(self["days"].value() or "")
        if chosen in self.by_days:
            return self.by_days[chosen]
        own = self.cleaned_data.get("reply_by") if self.is_bound and self.is_valid() else None
        return own or (None if chosen == OWN_DAY else next(iter(self.by_days.values())))

    def asked(self) -> list[Asked]:
        """What is ticked so far, each with the sentence the citizen reads."""
        found = [
            Asked(nachweis=one.key, label=one.label, reason=reason(self.ground(one.key), one.why, self.typed(f"reason-{one.key}")))
            for one in self.wanted
            if self[f"ask-{one.key}"].value()
        ]
        if other := self.typed("other"):
            found.append(
                Asked(nachweis="weiteres", label=other, reason=self.typed("other_reason") or "Wird für die Entscheidung gebraucht.")
            )
        return found

    def ground(self, key: str) -> Ground:
        """Chosen, or that it is missing."""
        typed = self.typed(f"ground-{key}")
        return Ground(typed) if typed in set(Ground) else Ground.MISSING

    def typed(self, name: str) -> str:
        """A text as it stands in the field."""
        return str(self[name].value() or "").strip()

    def clean(self) -> dict[str, Any]:
        """An own day needs the day."""
        cleaned = super().clean() or {}
        if cleaned.get("days") == OWN_DAY and not cleaned.get("reply_by") and "reply_by" not in self.errors:
            self.add_error("reply_by", DAY["required"])
        return cleaned


class DecisionForm(forms.Form):
    """Ending, Auflagen, reasons."""

    ending = forms.ChoiceField(
        error_messages={"required": "Wählen Sie, wie Sie entscheiden.", "invalid_choice": "Diese Leistung kennt diese Entscheidung nicht."}
    )
    picked = forms.MultipleChoiceField(required=False)
    own_conditions = LetterField(required=False, max_length=5000)
    reasons = LetterField(required=False, max_length=10_000)

    def __init__(
        self, data: Any, *, endings: tuple[Ending, ...], service: LeistungOfCity, answers: dict[str, Any], ending: str = ""
    ) -> None:
        super().__init__(data, initial={"ending": ending if ending in endings else ""})
        self.endings, self.outcome = endings, service.leistung.decision.outcome
        self.proposals = tuple(str(r.text) for r in service.leistung.decision.reasons_to_refuse if holds(r.when, answers))
        self.grant_text = service.leistung.text_to_write(answers)
        self.known = {key: str(text) for key, text in auflagen_for(service.leistung, answers).items()}
        self.fields["ending"].choices = [(e.value, ending_label(e, self.outcome)[0]) for e in endings]  # type: ignore[attr-defined]
        self.fields["picked"].choices = list(self.known.items())  # type: ignore[attr-defined]

    @property
    def can_refuse(self) -> bool:
        """Whether this matter can end in a no."""
        return Ending.REFUSE in self.endings

    def clean(self) -> dict[str, Any]:
        """What the action would refuse is said here, so that nothing typed is lost."""
        cleaned = super().clean() or {}
        ending, is_blank = cleaned.get("ending"), not cleaned.get("reasons", "").strip()
        if is_blank and ending in {Ending.REFUSE, Ending.CLOSE}:
            self.add_error("reasons", ReasonMissing.text)
        elif is_blank and self.grant_text is not None and ending in {Ending.GRANT, Ending.CONDITIONS}:
            self.add_error("reasons", GrantTextMissing.text)
        return cleaned

    def choices(self) -> list[tuple[str, str, str]]:
        """For the template: value, label, what it means."""
        return [(e.value, *ending_label(e, self.outcome)) for e in self.endings]

    def wording(self) -> Wording:
        """As far as it is written, for the preview; the first ending where none is chosen yet."""
        typed = str(self["ending"].value() or "")
        ending = Ending(typed) if typed in self.endings else self.endings[0]
        reasons = str(self["reasons"].value() or "")[:10_000]
        return Wording(ending=ending, conditions=self.conditions(ending), reasons=reasons)

    def conditions(self, ending: Ending) -> tuple[str, ...]:
        """Picked ones first, then each line the clerk wrote; only a grant with Auflagen has any."""
        if ending is not Ending.CONDITIONS:
            return ()
        picked = [self.known[key] for key in self["picked"].value() or () if key in self.known]
        own = (line.strip() for line in str(self["own_conditions"].value() or "")[:5000].splitlines())
        return (*picked, *(line for line in own if line))

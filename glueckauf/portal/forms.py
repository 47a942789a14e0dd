"""What the demo pages and the feedback form take."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from glueckauf.portal.rules.feedback import LONGEST

STEPS = [("1", "1 Stunde"), ("24", "1 Tag"), ("72", "3 Tage"), ("240", "10 Tage"), ("744", "31 Tage"), ("2208", "92 Tage")]


class ClockForm(forms.Form):
    """How far the clock moves."""

    hours = forms.ChoiceField(label="Uhr vorstellen um", choices=STEPS)


class AnswerForm(forms.Form):
    """An answer; its files come beside it, several at once."""

    from_ = forms.EmailField(label="Absender", max_length=200)
    text = forms.CharField(label="Text", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class FeedbackForm(forms.Form):
    """Whether a page helped, and what was missing. No name, no address."""

    helpful = forms.ChoiceField(
        label=_("War die Seite hilfreich?"),
        choices=[("ja", _("Ja")), ("nein", _("Nein"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie Ja oder Nein."), "invalid_choice": _("Wählen Sie Ja oder Nein.")},
    )
    text = forms.CharField(
        label=_("Was hat geholfen, was hat gefehlt?"),
        help_text=_("Bitte schreiben Sie keine Namen, Adressen oder Nummern: Wir können darauf nicht antworten."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Der Text ist zu lang. Bitte kürzen Sie ihn auf 1.000 Zeichen.")},
    )
    page = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    kommune = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    leistung = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    website = forms.CharField(max_length=200, required=False)  # nobody sees it; what fills it is a machine

    def clean_text(self) -> str:
        """Links are what machines leave; a person describes the page."""
        text = str(self.cleaned_data["text"]).replace("\0", "").strip()
        if re.search(r"https?://|www\.|\[url", text, re.IGNORECASE):
            raise forms.ValidationError(_("Bitte lassen Sie Links weg. Beschreiben Sie die Seite mit Worten."))
        return text

    @property
    def is_human(self) -> bool:
        """Machines fill the box nobody sees; they are thanked and not stored."""
        return not self.cleaned_data.get("website")

"""What the verification page may be sent: a PDF, or the code from the paper."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """A PDF that may carry a seal. What it is, verification finds out."""

    pdf = forms.FileField(
        label=_("PDF auswählen"),
        help_text=_("Wir prüfen das Siegel und löschen die Datei sofort danach."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Wählen Sie zuerst die PDF-Datei aus."),
            "empty": _("Diese Datei ist leer. Wählen Sie die PDF-Datei aus, die Sie bekommen haben."),
        },
    )


class CodeForm(forms.Form):
    """A code of four groups; case, blanks, dashes and look-alikes do not matter."""

    code = forms.CharField(
        label=_("Prüfcode"),
        help_text=_("16 Zeichen neben dem QR-Code, zum Beispiel 7KDM-Q2XT-93PA-V6HN"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Geben Sie den Prüfcode ein. Er steht am Ende des Schreibens neben dem QR-Code."),
            "max_length": _("Der Prüfcode hat 16 Zeichen."),
        },
    )

"""What the demo pages take."""

from django import forms

STEPS = [("1", "1 Stunde"), ("24", "1 Tag"), ("72", "3 Tage"), ("240", "10 Tage"), ("744", "31 Tage"), ("2208", "92 Tage")]


class ClockForm(forms.Form):
    """How far the clock moves."""

    hours = forms.ChoiceField(label="Uhr vorstellen um", choices=STEPS)


class AnswerForm(forms.Form):
    """An answer; its files come beside it, several at once."""

    from_ = forms.EmailField(label="Absender", max_length=200)
    text = forms.CharField(label="Text", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5}))

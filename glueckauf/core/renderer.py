"""Forms in KERN's markup: Django's FORM_RENDERER with our templates."""

from django.forms.renderers import TemplatesSetting


class Kern(TemplatesSetting):
    """One template per form and field; ids of hint and error are those Django's aria-describedby names."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

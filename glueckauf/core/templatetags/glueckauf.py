"""Page components as template tags: one component = one file under core/templates/core/parts = one tag. Built in everywhere."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime

from glueckauf.core.money import euros

register = template.Library()


@register.filter
def cents(value: int | None) -> str:
    """1.204,50 €"""
    return "" if value is None else euros(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """14. Dezember 2026, with no-break space after the day's dot."""
    if value is None:
        return ""
    local = localtime(value).date() if isinstance(value, datetime) else value
    return date_format(local, "j.\xa0F Y")

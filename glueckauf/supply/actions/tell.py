"""Everybody who watches a street hears what became of an outage in it. Each step is told once to each address, however often it runs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from glueckauf.core.clock import BERLIN
from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail.actions import send
from glueckauf.mail.queries import written
from glueckauf.mail.rules.words import Words
from glueckauf.supply.actions.watches import of_city, token_of
from glueckauf.supply.engine.spelling import spelled
from glueckauf.supply.models import Outage, OutageStep, StreetWatch
from glueckauf.supply.rules.outages import PUBLIC, State, in_words


def tell_watchers(outage_id: int, step_id: int, *, by: Rule, at: datetime) -> int:
    """How many mails. Nothing for what only the operator may see."""
    with reading(by):
        row = Outage.objects.visible_to(by).filter(pk=outage_id).first()
        step = row.steps.filter(pk=step_id).first() if row else None
        told = row.steps.filter(pk__lt=step_id, state__in=PUBLIC).order_by("pk").last() if row else None
    if row is None or step is None or not is_news(row, step, told):
        return 0
    keys = {spelled(one["street"]) for one in row.streets}
    with reading(of_city(row.kommune)):
        watches = list(StreetWatch.objects.filter(tenant_id=row.kommune, street_key__in=keys).exclude(confirmed_at=None))
    for watch in watches:
        with override(watch.language):
            words = words_of(row, step, watch)
            mail = written(words)
        once = f"outage:{row.tenant_id}:{step_id}:{watch.pk}"
        send(row.kommune, to=watch.email, subject=words.heading, text=mail.text, html=mail.html, once=once, by=by, at=at)
    return len(watches)


def is_news(row: Outage, step: OutageStep, told: OutageStep | None) -> bool:
    """Not what only the operator may see, nor the start of what was told as having started. `told`: the public step before."""
    state = State(step.state)
    if state is State.BEGUN and told is not None and row.begins_at <= told.at:
        return False
    return state in PUBLIC or (state is State.WITHDRAWN and told is not None)


def words_of(row: Outage, step: OutageStep, watch: StreetWatch) -> Words:
    """One mail."""
    where = ", ".join(place(one) for one in row.streets if spelled(one["street"]) == watch.street_key)
    network, page = network_word(row.network), reverse("stoerungen", args=[row.kommune])
    base = settings.GLUECKAUF.base_url
    return Words(
        sender="Glückauf",
        heading=heading(row, step, network, watch.street),
        paragraphs=tuple(filter(None, (gettext("Guten Tag,"), sentence(row, step, network, where), step.note))),
        link=(gettext("Alle Störungen ansehen"), f"{base}{page}"),
        after=(gettext("Diese Nachrichten abbestellen: {link}").format(link=f"{base}{reverse('stoerungen-abo', args=[token_of(watch)])}"),),
        notes=(gettext("Sie bekommen diese E-Mail, weil Sie Nachrichten zu dieser Straße bestellt haben."),),
        language=watch.language,
    )


def place(street: Mapping[str, Any]) -> str:
    """Musterstraße 3 bis 11."""
    first, last = str(street["first"]), str(street["last"])
    if first == last:
        return in_words(street)
    return gettext("{street} {first} bis {last}").format(street=street["street"], first=first, last=last)


def network_word(network: str) -> str:
    """Strom: written out, so that each has its English word."""
    return {"power": gettext("Strom"), "water": gettext("Wasser"), "gas": gettext("Gas"), "heat": gettext("Wärme")}[network]


def heading(row: Outage, step: OutageStep, network: str, street: str) -> str:
    """What it is about: a mail about a later day names the day, one that changes another says so."""
    words = {
        State.ENDED: gettext("{street}: {network} ist wieder da"),
        State.WITHDRAWN: gettext("{street}: {network} wird nicht abgestellt"),
        State.CHANGED: gettext("{street}: {network}, Neues zum Ausfall"),
    }.get(State(step.state), gettext("{street}: {network} fällt aus"))
    if step.state == State.ANNOUNCED and row.begins_at > step.at:
        words = gettext("{street}: {network} fällt am {day}.{month}. aus")
    begins = row.begins_at.astimezone(BERLIN)
    return words.format(street=street, network=network, day=begins.day, month=begins.month)


def sentence(row: Outage, step: OutageStep, network: str, where: str) -> str:
    """When and where."""
    state, expected_end = State(step.state), step.expected_end
    if state is State.ENDED:
        return gettext("die Versorgung mit {network} ist wiederhergestellt: {where}.").format(network=network, where=where)
    if state is State.WITHDRAWN:
        return gettext("der angekündigte Ausfall von {network} findet nicht statt: {where}.").format(network=network, where=where)
    if expected_end is None and row.begins_at <= step.at:
        return gettext("seit {start} fällt {network} aus: {where}. Wie lange es dauert, steht noch nicht fest.").format(
            start=moment(row.begins_at), network=network, where=where
        )
    if expected_end is None:
        return gettext("ab {start} fällt {network} aus: {where}. Wie lange es dauert, steht noch nicht fest.").format(
            start=moment(row.begins_at), network=network, where=where
        )
    return gettext("von {start} bis voraussichtlich {end} fällt {network} aus: {where}.").format(
        start=moment(row.begins_at), end=moment(expected_end), network=network, where=where
    )


def moment(at: datetime) -> str:
    """3.12.2026, 14:05 Uhr."""
    local = at.astimezone(BERLIN)
    return gettext("{day}.{month}.{year}, {hour}:{minute} Uhr").format(
        day=local.day, month=local.month, year=local.year, hour=local.hour, minute=f"{local:%M}"
    )

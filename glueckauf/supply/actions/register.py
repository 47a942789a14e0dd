"""Generators and batteries belong into the Marktstammdatenregister within a month: a mail when one is connected, another a week before."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext, override

from glueckauf.core.clock import local_day
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail.actions import send
from glueckauf.mail.queries import written
from glueckauf.mail.rules.words import Words
from glueckauf.supply import queries
from glueckauf.supply.rules.devices import REGISTERED
from glueckauf.vorgaenge import queries as vorgaenge

WEEK = timedelta(days=7)


def remind(*, by: Rule, at: datetime) -> int:
    """Of everything connected in the last month: the first mail at once, the second in the last week, each once. How many were due."""
    due = 0
    for vorgang_id, kind, connected_at in queries.to_register(by, after=at - timedelta(days=31), before=at):
        last = month_later(local_day(connected_at))
        if kind not in REGISTERED or local_day(at) > last:
            continue
        due += 1
        tell(vorgang_id, last, is_second=local_day(at) > last - WEEK, by=by, at=at)
    return due


def month_later(day: date) -> date:
    """The same day of the next month, or its last one: § 188 Abs. 2 and 3 BGB."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    after = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return min(date(year, month, min(day.day, after.day)), after)


def tell(vorgang_id: int, last: date, *, is_second: bool, by: Rule, at: datetime) -> None:
    """Nothing for who left no address, or whose Vorgang is deleted."""
    try:
        to = vorgaenge.contact(by, vorgang_id)
    except NotFound:
        return
    if not to.email:
        return
    with override(to.say.language):
        words = words_of(to, last, is_second=is_second)
        mail = written(words)
    once = f"register:{vorgang_id}:{2 if is_second else 1}"
    send(by.tenant, to=to.email, subject=words.heading, text=mail.text, html=mail.html, person=to.person, once=once, by=by, at=at)


def words_of(to: vorgaenge.Contact, last: date, *, is_second: bool) -> Words:
    """One mail. What it is about stands on the page of the Vorgang."""
    day = gettext("{day}.{month}.{year}").format(day=last.day, month=last.month, year=last.year)
    first = gettext("der Netzbetreiber hat gemeldet: Es läuft. Bis zum {day} ist noch ein Eintrag bei der Bundesnetzagentur nötig.")
    again = gettext("bis zum {day} muss der Eintrag bei der Bundesnetzagentur gemacht sein. Wir erinnern Sie nur noch dieses Mal.")
    return Words(
        sender=to.city,
        heading=gettext("{number}: bitte bis {day} eintragen").format(number=to.number, day=day),
        paragraphs=(
            to.say.greeting,
            (again if is_second else first).format(day=day),
            gettext("Wo und wie, steht in unserer Antwort. Sie liegt auf der Seite Ihres Vorgangs."),
            gettext("Haben Sie es schon getan? Dann ist alles erledigt."),
        ),
        link=(to.say.link, f"{settings.GLUECKAUF.base_url}/vorgaenge/{to.number}/"),
        notes=(to.say.questions,),
        language=to.say.language,
    )

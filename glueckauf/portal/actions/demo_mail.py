"""Demo only: mails of invented people that miss their Vorgang, so that Postkorb and operator page have something to do."""

from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.identity.rules.actor import Clerk
from glueckauf.mail import actions as mail
from glueckauf.portal.rules.reply import Enclosed, reply
from glueckauf.vorgaenge import queries
from glueckauf.vorgaenge.queries.worklist import Filter

Letter = tuple[str, str, str, list[Enclosed]]
SPAM = "Guten Tag, Ihre Webseite könnte auf Seite 1 stehen. Antworten Sie noch heute."
QUESTION = "Guten Tag,\n\nwann wird in unserer Straße der Sperrmüll abgeholt?\n\nMit freundlichen Grüßen\nAnna Musterfrau"


def stray_mails(clerks: dict[str, tuple[Clerk, Clerk]], picture: bytes, now: datetime) -> None:
    """Three per city, of the last two days, and one that names no city."""
    for city, (one, _) in clerks.items():
        for number, (sender, subject, text, enclosed) in enumerate(letters(one, picture, now)):
            arrive(f"{city}@{settings.GLUECKAUF.mail_domain}", sender, subject, text, enclosed, now - timedelta(hours=31 - 11 * number))
    arrive(f"post@{settings.GLUECKAUF.mail_domain}", "angebot@werbung.example", "Mehr Besucher", SPAM, [], now - timedelta(hours=5))


def letters(clerk: Clerk, picture: bytes, now: datetime) -> list[Letter]:
    """Sender, subject, text and files: one that names a Vorgang and brings a Nachweis, a question, an advertisement."""
    photo = Enclosed(filename="Nachweis.png", media_type="image/png", content=picture)
    waiting = queries.worklist(clerk, Filter(view="wartet"), at=now).rows or queries.worklist(clerk, Filter(), at=now).rows
    found: list[Letter] = [
        ("anna.musterfrau@example.org", "Frage zum Sperrmüll", QUESTION, []),
        ("angebot@werbung.example", "Mehr Besucher", SPAM, []),
    ]
    if waiting:
        text = (
            f"Guten Tag,\n\nanbei, was zu {waiting[0].number} noch fehlt. Ich schreibe von einem anderen Konto.\n\nMit freundlichen Grüßen"
        )
        found.insert(0, ("postfach@example.org", "Ihre Nachforderung", text, [photo]))
    return found


def arrive(to: str, sender: str, subject: str, text: str, enclosed: list[Enclosed], at: datetime) -> None:
    """Through the one inlet."""
    message = reply(to=to, from_=sender, subject=subject, text=text, files=enclosed, message_id=f"<{at:%d%H%M}.{to}>", at=at)
    mail.receive(message.as_bytes(), [to], at, envelope_from=sender)

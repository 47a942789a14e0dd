"""What our mails say: number, what happened, where to look. Never a name, a topic or an address; the page says the rest."""

from dataclasses import dataclass
from datetime import date

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
ARRIVED = "Angekommen heißt: empfangen und gespeichert, noch nicht inhaltlich geprüft."
ANSWER = "Oder antworten Sie auf diese E-Mail und hängen Sie Fotos oder PDF an."


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Subject, paragraphs, the label of the one link to the Vorgang, and what stands below it."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str = "Zu Ihrem Vorgang"
    after: tuple[str, ...] = ()


def long_day(day: date) -> str:
    """Montag, 14. Dezember 2026"""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}.\u00a0{MONTHS[day.month - 1]} {day.year}"


def receipt(number: str) -> Notice:
    """After handing in."""
    return Notice(
        subject=f"Ihr Vorgang {number} ist eingegangen",
        paragraphs=(f"Ihr Antrag ist bei der Stadt eingegangen. Ihre Vorgangsnummer ist {number}.", "Wie es weitergeht, sehen Sie hier."),
    )


def payment_open(number: str) -> Notice:
    """After handing in, when the fee is due first."""
    return Notice(
        subject=f"Ihr Vorgang {number} ist eingegangen",
        paragraphs=(
            f"Ihr Antrag ist bei der Stadt eingegangen. Ihre Vorgangsnummer ist {number}.",
            "Die Bearbeitung beginnt, wenn die Gebühr bezahlt ist. Haben Sie schon bezahlt, müssen Sie nichts tun.",
        ),
    )


def request(number: str, *, count: int, reply_by: date) -> Notice:
    """Nachforderung."""
    what = "fehlt noch ein Nachweis" if count == 1 else f"fehlen noch {count} Nachweise"
    pronoun = "ihn" if count == 1 else "sie"
    return Notice(
        subject=f"Zu Ihrem Vorgang {number} {what}",
        paragraphs=(
            f"zu Ihrem Vorgang {number} {what}. Bitte reichen Sie {pronoun} bis {long_day(reply_by)} nach.",
            "Am einfachsten antworten Sie auf diese E-Mail und hängen Fotos oder PDF an.",
            "Was genau fehlt, steht auf der Seite Ihres Vorgangs. Dort können Sie auch hochladen oder um mehr Zeit bitten.",
        ),
    )


def arrival(number: str, *, here: int, total: int, problems: int) -> Notice:
    """Documents came. 'Angekommen' is received and readable, 'in Ordnung' comes from a person."""
    count = f"{here} von {total} Nachweisen angekommen" if total else "Unterlagen angekommen"
    paragraphs = [f"zu Ihrem Vorgang {number} sind {count}."]
    if problems:
        files = "Eine Datei konnte" if problems == 1 else f"{problems} Dateien konnten"
        paragraphs.append(f"{files} nicht angenommen werden. Warum, steht auf der Seite Ihres Vorgangs.")
    missing = here < total
    paragraphs.append("Was noch fehlt und bis wann, sehen Sie hier." if missing else "Sie müssen jetzt nichts tun.")
    return Notice(
        subject=f"Zu Ihrem Vorgang {number}: {f'{here} von {total}' if total else 'Unterlagen'} angekommen",
        paragraphs=tuple(paragraphs),
        after=(ANSWER, ARRIVED) if missing else (ARRIVED,),
    )


def rejection(number: str) -> Notice:
    """A document was not accepted."""
    return Notice(
        subject=f"Bitte noch einmal: ein Nachweis zu Ihrem Vorgang {number}",
        paragraphs=(f"ein Nachweis zu Ihrem Vorgang {number} reicht so noch nicht.", "Was fehlt und bis wann, sehen Sie hier."),
        after=(ANSWER,),
    )


def message(number: str) -> Notice:
    """The office wrote."""
    return Notice(
        subject=f"Neue Nachricht zu Ihrem Vorgang {number}",
        paragraphs=(f"das Amt hat Ihnen zu Ihrem Vorgang {number} geschrieben.", "Lesen und antworten können Sie hier."),
    )


def extension_granted(number: str, *, reply_by: date) -> Notice:
    """More time."""
    return Notice(
        subject=f"Mehr Zeit für Ihren Vorgang {number}",
        paragraphs=(f"zu Ihrem Vorgang {number}: Sie haben jetzt Zeit bis {long_day(reply_by)}.",),
    )


def extension_refused(number: str, *, reply_by: date) -> Notice:
    """No more time."""
    return Notice(
        subject=f"Zu Ihrem Vorgang {number}: Der Termin bleibt",
        paragraphs=(f"zu Ihrem Vorgang {number}: Das Amt kann den Termin nicht verschieben. Es bleibt bei {long_day(reply_by)}.",),
    )


def decided(number: str, *, what: str) -> Notice:
    """The end is there to be opened. `what`: Ihr Bescheid, Ihre Bescheinigung."""
    return Notice(
        subject=f"Entscheidung zu Ihrem Vorgang {number}",
        paragraphs=(
            f"zu Ihrem Vorgang {number} ist entschieden. {what} liegt für Sie bereit.",
            "Öffnen Sie die Seite bitte bald: Mit dem Abruf können Fristen beginnen.",
        ),
    )


def decided_by_post(number: str, *, what: str) -> Notice:
    """The end comes on paper."""
    return Notice(
        subject=f"Entscheidung zu Ihrem Vorgang {number}",
        paragraphs=(f"zu Ihrem Vorgang {number} ist entschieden. {what} kommt mit der Post.", "Den Stand sehen Sie hier."),
    )

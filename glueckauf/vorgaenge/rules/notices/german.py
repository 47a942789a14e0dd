"""What our mails say in German. The English ones override each of these; a test finds what they forget."""

from datetime import date, datetime

from glueckauf.vorgaenge.rules.notices.notice import Notice

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
ARRIVED = "Angekommen heißt: empfangen und gespeichert, noch nicht inhaltlich geprüft."
ANSWER = "Oder antworten Sie auf diese E-Mail und hängen Sie Fotos oder PDF an."
CHANGE = "Passt es nicht? Termin verschieben oder absagen, ohne Anmeldung: {}"


def clock(at: datetime) -> str:
    """9:20 Uhr"""
    return f"{at.hour}:{at:%M}\u00a0Uhr"


def when_of(say: "German", at: datetime) -> str:
    """Donnerstag, 3. Dezember 2026, um 9:20 Uhr. Expects the clock on the wall."""
    return f"{say.long_day(at.date())}, um {clock(at)}"


class German:
    """One method per mail."""

    language = "de"
    greeting = "Guten Tag,"
    questions = "Fragen? 115, Montag bis Freitag, 8 bis 18 Uhr."
    link = "Zu Ihrem Vorgang"
    endings: dict[str, str] = {
        "bescheid": "Ihr Bescheid",
        "bescheinigung": "Ihre Bescheinigung",
        "post": "Das Dokument",
        "auskunft": "Die Auskunft",
        "": "Das Ergebnis",
    }

    def long_day(self, day: date) -> str:
        """Montag, 14. Dezember 2026"""
        return f"{WEEKDAYS[day.weekday()]}, {day.day}.\u00a0{MONTHS[day.month - 1]} {day.year}"

    def receipt(self, number: str) -> Notice:
        """After handing in."""
        return Notice(
            subject=f"Ihr Vorgang {number} ist eingegangen",
            paragraphs=(
                f"Ihr Antrag ist bei der Stadt eingegangen. Ihre Vorgangsnummer ist {number}.",
                "Wie es weitergeht, sehen Sie hier.",
            ),
        )

    def receipt_of_report(self, number: str) -> Notice:
        """After telling the city of something."""
        return Notice(
            subject=f"Danke, Ihre Meldung {number} ist eingegangen",
            paragraphs=(
                f"Ihre Meldung ist eingegangen. Ihre Vorgangsnummer ist {number}.",
                "Wer sie hat und wie es weitergeht, sehen Sie hier.",
            ),
        )

    def receipt_of_parts(self, number: str, *, others: tuple[str, ...]) -> Notice:
        """After handing in what several offices decide: all numbers in one mail."""
        return Notice(
            subject=f"Ihr Vorgang {number} ist eingegangen",
            paragraphs=(
                f"Ihr Antrag ist bei der Stadt eingegangen. Er hat {len(others) + 1} Teile, über jeden wird für sich entschieden.",
                f"Ihre Vorgangsnummern sind {number}, {', '.join(others)}.",
                "Wie jeder Teil steht, sehen Sie auf einer Seite.",
            ),
        )

    def payment_open(self, number: str) -> Notice:
        """After handing in, when the fee is due first."""
        return Notice(
            subject=f"Ihr Vorgang {number} ist eingegangen",
            paragraphs=(
                f"Ihr Antrag ist bei der Stadt eingegangen. Ihre Vorgangsnummer ist {number}.",
                "Die Bearbeitung beginnt, wenn die Gebühr bezahlt ist. Haben Sie schon bezahlt, müssen Sie nichts tun.",
            ),
        )

    def correction(self, number: str) -> Notice:
        """Answers were corrected."""
        return Notice(
            subject=f"Ihre Korrektur zum Vorgang {number} ist angekommen",
            paragraphs=(
                f"zu Ihrem Vorgang {number} sind korrigierte Angaben angekommen. Ab jetzt gelten sie.",
                "Was sich geändert hat, sehen Sie hier. Waren Sie das nicht, rufen Sie bitte das Amt an.",
            ),
        )

    def request(self, number: str, *, count: int, reply_by: date, upload: str) -> Notice:
        """Nachforderung. `upload`: the address that opens its slots without signing in."""
        what = "fehlt noch ein Nachweis" if count == 1 else f"fehlen noch {count} Nachweise"
        pronoun = "ihn" if count == 1 else "sie"
        return Notice(
            subject=f"Zu Ihrem Vorgang {number} {what}",
            paragraphs=(
                f"zu Ihrem Vorgang {number} {what}. Bitte reichen Sie {pronoun} bis {self.long_day(reply_by)} nach.",
                "Am einfachsten antworten Sie auf diese E-Mail und hängen Fotos oder PDF an.",
                "Was genau fehlt, steht auf der Seite Ihres Vorgangs. Dort können Sie auch hochladen oder um mehr Zeit bitten.",
            ),
            after=(f"Ohne Anmeldung hochladen: {upload}",),
        )

    def arrival(self, number: str, *, here: int, total: int, problems: int) -> Notice:
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

    def handed_in(self, number: str, *, here: int, total: int) -> Notice:
        """For whoever handed in with a code and wished to hear of it; perhaps not the applicant, so without the way to the Vorgang."""
        return Notice(
            subject=f"Zu Vorgang {number}: {here} von {total} angekommen",
            paragraphs=(f"zu Vorgang {number} sind {here} von {total} Nachweisen angekommen. Das bestätigen wir Ihnen.",),
            after=(ARRIVED,),
        )

    def rejection(self, number: str) -> Notice:
        """A document was not accepted."""
        return Notice(
            subject=f"Bitte noch einmal: ein Nachweis zu Ihrem Vorgang {number}",
            paragraphs=(f"ein Nachweis zu Ihrem Vorgang {number} reicht so noch nicht.", "Was fehlt und bis wann, sehen Sie hier."),
            after=(ANSWER,),
        )

    def message(self, number: str) -> Notice:
        """The office wrote."""
        return Notice(
            subject=f"Neue Nachricht zu Ihrem Vorgang {number}",
            paragraphs=(f"das Amt hat Ihnen zu Ihrem Vorgang {number} geschrieben.", "Lesen und antworten können Sie hier."),
        )

    def extension_granted(self, number: str, *, reply_by: date) -> Notice:
        """More time."""
        return Notice(
            subject=f"Mehr Zeit für Ihren Vorgang {number}",
            paragraphs=(f"zu Ihrem Vorgang {number}: Sie haben jetzt Zeit bis {self.long_day(reply_by)}.",),
        )

    def extension_refused(self, number: str, *, reply_by: date) -> Notice:
        """No more time."""
        return Notice(
            subject=f"Zu Ihrem Vorgang {number}: Der Termin bleibt",
            paragraphs=(f"zu Ihrem Vorgang {number}: Das Amt kann den Termin nicht verschieben. Es bleibt bei {self.long_day(reply_by)}.",),
        )

    def decided(self, number: str, *, what: str) -> Notice:
        """The end is there to be opened. `what`: a key of `endings`."""
        return Notice(
            subject=f"Entscheidung zu Ihrem Vorgang {number}",
            paragraphs=(
                f"zu Ihrem Vorgang {number} ist entschieden. {self.endings[what]} liegt für Sie bereit.",
                "Öffnen Sie die Seite bitte bald: Mit dem Abruf können Fristen beginnen.",
            ),
        )

    def answered(self, number: str) -> Notice:
        """To a report or a notice: no act, no time limit begins."""
        return Notice(
            subject=f"Antwort zu Ihrem Vorgang {number}",
            paragraphs=(f"zu Ihrem Vorgang {number} gibt es eine Antwort. Sie liegt für Sie bereit.",),
        )

    def decided_by_post(self, number: str, *, what: str) -> Notice:
        """The end comes on paper."""
        return Notice(
            subject=f"Entscheidung zu Ihrem Vorgang {number}",
            paragraphs=(
                f"zu Ihrem Vorgang {number} ist entschieden. {self.endings[what]} kommt mit der Post.",
                "Den Stand sehen Sie hier.",
            ),
        )

    def appointment(self, number: str, *, at: datetime, where: str, change: str) -> Notice:
        """Booked."""
        return Notice(
            subject=f"Ihr Termin am {self.long_day(at.date())} ({number})",
            paragraphs=(
                f"Ihr Termin ist gebucht: {when_of(self, at)}.",
                f"Ort: {where}.",
                f"Ihre Vorgangsnummer ist {number}. Was Sie mitbringen, sehen Sie hier. Dort gibt es den Termin auch für Ihren Kalender.",
            ),
            after=(CHANGE.format(change),),
        )

    def appointment_moved(self, number: str, *, at: datetime, where: str, change: str) -> Notice:
        """To another time."""
        return Notice(
            subject=f"Ihr neuer Termin am {self.long_day(at.date())} ({number})",
            paragraphs=(f"Ihr Termin zum Vorgang {number} ist verschoben. Er ist jetzt: {when_of(self, at)}.", f"Ort: {where}."),
            after=(CHANGE.format(change),),
        )

    def appointment_tomorrow(self, number: str, *, at: datetime, where: str, change: str) -> Notice:
        """The reminder."""
        return Notice(
            subject=f"Morgen um {clock(at)}: Ihr Termin ({number})",
            paragraphs=(
                f"wir erinnern Sie an Ihren Termin zum Vorgang {number}: {when_of(self, at)}.",
                f"Ort: {where}. Was Sie mitbringen, sehen Sie hier.",
                "Können Sie nicht kommen? Sagen Sie bitte ab: Dann bekommt jemand anderes den Termin.",
            ),
            after=(CHANGE.format(change),),
        )

    def appointment_cancelled(self, number: str) -> Notice:
        """Nobody waits for her any more."""
        return Notice(
            subject=f"Ihr Termin zum Vorgang {number} ist abgesagt",
            paragraphs=(
                f"Ihr Termin zum Vorgang {number} ist abgesagt. Sie müssen nichts weiter tun.",
                "Waren Sie das nicht, rufen Sie das Amt an.",
            ),
        )

    def earlier_appointment(self, number: str, *, at: datetime, where: str, until: datetime, change: str) -> Notice:
        """From the waiting list."""
        return Notice(
            subject=f"Ein früherer Termin ist frei: {self.long_day(at.date())} ({number})",
            paragraphs=(
                f"Sie warten zum Vorgang {number} auf einen früheren Termin. Jetzt ist einer frei: {when_of(self, at)}.",
                f"Ort: {where}.",
                f"Wir halten ihn für Sie frei bis {clock(until)}. Ihr alter Termin bleibt, bis Sie den neuen nehmen.",
            ),
            after=(f"Den früheren Termin nehmen, ohne Anmeldung: {change}",),
        )

"""What our mails say in English, for those who filled the form in English."""

from datetime import date, datetime

from glueckauf.vorgaenge.rules.notices.german import German
from glueckauf.vorgaenge.rules.notices.notice import Notice

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ARRIVED = "Arrived means: received and stored, not yet checked for content."
ANSWER = "Or answer this e-mail and attach photos or PDFs."
CHANGE = "It does not suit you? Move or cancel the appointment without signing in: {}"


def clock(at: datetime) -> str:
    """9:20"""
    return f"{at.hour}:{at:%M}"


def when_of(say: German, at: datetime) -> str:
    """Thursday, 3 December 2026, at 9:20."""
    return f"{say.long_day(at.date())}, at {clock(at)}"


class English(German):
    """The same mails; a letter of the office itself stays German."""

    language = "en"
    greeting = "Hello,"
    questions = "Questions? Call 115, Monday to Friday, 8 am to 6 pm."
    link = "To your case"
    endings = {
        "bescheid": "Your decision",
        "bescheinigung": "Your certificate",
        "post": "The document",
        "auskunft": "The information",
        "": "The result",
    }

    def long_day(self, day: date) -> str:
        """Monday, 14 December 2026"""
        return f"{WEEKDAYS[day.weekday()]}, {day.day}\u00a0{MONTHS[day.month - 1]} {day.year}"

    def receipt(self, number: str) -> Notice:
        """After handing in."""
        return Notice(
            subject=f"Your case {number} has arrived",
            paragraphs=(f"Your application has reached the city. Your case number is {number}.", "See here what happens next."),
        )

    def receipt_of_report(self, number: str) -> Notice:
        """After telling the city of something."""
        return Notice(
            subject=f"Thank you, your report {number} has arrived",
            paragraphs=(
                f"Your report has arrived. Your case number is {number}.",
                "See here who has it and what happens next.",
            ),
        )

    def receipt_of_parts(self, number: str, *, others: tuple[str, ...]) -> Notice:
        """After handing in what several offices decide."""
        return Notice(
            subject=f"Your case {number} has arrived",
            paragraphs=(
                f"Your application has reached the city. It has {len(others) + 1} parts, each is decided for itself.",
                f"Your case numbers are {number}, {', '.join(others)}.",
                "One page shows how each part stands.",
            ),
        )

    def payment_open(self, number: str) -> Notice:
        """After handing in, when the fee is due first."""
        return Notice(
            subject=f"Your case {number} has arrived",
            paragraphs=(
                f"Your application has reached the city. Your case number is {number}.",
                "Work on it begins when the fee is paid. If you have paid already, there is nothing to do.",
            ),
        )

    def correction(self, number: str) -> Notice:
        """Answers were corrected."""
        return Notice(
            subject=f"Your correction of case {number} has arrived",
            paragraphs=(
                f"corrected answers have arrived for your case {number}. They count from now on.",
                "See here what has changed. If this was not you, please call the office.",
            ),
        )

    def request(self, number: str, *, count: int, reply_by: date, upload: str) -> Notice:
        """Nachforderung."""
        what = "a document is missing" if count == 1 else f"{count} documents are missing"
        pronoun = "it" if count == 1 else "them"
        return Notice(
            subject=f"Your case {number}: {what}",
            paragraphs=(
                f"{what} for your case {number}. Please hand {pronoun} in by {self.long_day(reply_by)}.",
                "The easiest way is to answer this e-mail and attach photos or PDFs.",
                "The page of your case says what exactly is missing. There you can also upload it or ask for more time.",
            ),
            after=(f"Upload without signing in: {upload}",),
        )

    def arrival(self, number: str, *, here: int, total: int, problems: int) -> Notice:
        """Documents came."""
        count = f"{here} of {total} documents have arrived" if total else "documents have arrived"
        paragraphs = [f"{count} for your case {number}."]
        if problems:
            files = "One file" if problems == 1 else f"{problems} files"
            paragraphs.append(f"{files} could not be accepted. The page of your case says why.")
        missing = here < total
        paragraphs.append("See here what is still missing, and until when." if missing else "There is nothing to do for you now.")
        return Notice(
            subject=f"Your case {number}: {f'{here} of {total}' if total else 'documents'} arrived",
            paragraphs=tuple(paragraphs),
            after=(ANSWER, ARRIVED) if missing else (ARRIVED,),
        )

    def handed_in(self, number: str, *, here: int, total: int) -> Notice:
        """For whoever handed in with a code."""
        return Notice(
            subject=f"Case {number}: {here} of {total} arrived",
            paragraphs=(f"{here} of {total} documents have arrived for case {number}. This is our confirmation.",),
            after=(ARRIVED,),
        )

    def rejection(self, number: str) -> Notice:
        """A document was not accepted."""
        return Notice(
            subject=f"Please once more: a document for your case {number}",
            paragraphs=(f"a document for your case {number} is not sufficient yet.", "See here what is missing, and until when."),
            after=(ANSWER,),
        )

    def message(self, number: str) -> Notice:
        """The office wrote."""
        return Notice(
            subject=f"New message on your case {number}",
            paragraphs=(f"the office has written to you about your case {number}.", "Read it and answer here."),
        )

    def extension_granted(self, number: str, *, reply_by: date) -> Notice:
        """More time."""
        return Notice(
            subject=f"More time for your case {number}",
            paragraphs=(f"your case {number}: you now have time until {self.long_day(reply_by)}.",),
        )

    def extension_refused(self, number: str, *, reply_by: date) -> Notice:
        """No more time."""
        return Notice(
            subject=f"Your case {number}: the date stays",
            paragraphs=(f"your case {number}: the office cannot move the date. It stays {self.long_day(reply_by)}.",),
        )

    def decided(self, number: str, *, what: str) -> Notice:
        """The end is there to be opened."""
        return Notice(
            subject=f"Decision on your case {number}",
            paragraphs=(
                f"your case {number} is decided. {self.endings[what]} is ready for you.",
                "Please open the page soon: opening it can start legal time limits.",
            ),
        )

    def answered(self, number: str) -> Notice:
        """To a report or a notice."""
        return Notice(
            subject=f"Answer to your case {number}",
            paragraphs=(f"there is an answer to your case {number}. It is ready for you.",),
        )

    def decided_by_post(self, number: str, *, what: str) -> Notice:
        """The end comes on paper."""
        return Notice(
            subject=f"Decision on your case {number}",
            paragraphs=(f"your case {number} is decided. {self.endings[what]} comes by post.", "See the state here."),
        )

    def appointment(self, number: str, *, at: datetime, where: str, change: str) -> Notice:
        """Booked."""
        return Notice(
            subject=f"Your appointment on {self.long_day(at.date())} ({number})",
            paragraphs=(
                f"your appointment is booked: {when_of(self, at)}.",
                f"Place: {where}.",
                f"Your case number is {number}. See here what to bring. There you also find the appointment for your calendar.",
            ),
            after=(CHANGE.format(change),),
        )

    def appointment_moved(self, number: str, *, at: datetime, where: str, change: str) -> Notice:
        """To another time."""
        return Notice(
            subject=f"Your new appointment on {self.long_day(at.date())} ({number})",
            paragraphs=(f"your appointment of case {number} has moved. It is now: {when_of(self, at)}.", f"Place: {where}."),
            after=(CHANGE.format(change),),
        )

    def appointment_tomorrow(self, number: str, *, at: datetime, where: str, change: str) -> Notice:
        """The reminder."""
        return Notice(
            subject=f"Tomorrow at {clock(at)}: your appointment ({number})",
            paragraphs=(
                f"we remind you of your appointment of case {number}: {when_of(self, at)}.",
                f"Place: {where}. See here what to bring.",
                "You cannot come? Please cancel: then somebody else gets the appointment.",
            ),
            after=(CHANGE.format(change),),
        )

    def appointment_cancelled(self, number: str) -> Notice:
        """Nobody waits for her any more."""
        return Notice(
            subject=f"Your appointment of case {number} is cancelled",
            paragraphs=(
                f"your appointment of case {number} is cancelled. There is nothing else to do.",
                "If this was not you, call the office.",
            ),
        )

    def earlier_appointment(self, number: str, *, at: datetime, where: str, until: datetime, change: str) -> Notice:
        """From the waiting list."""
        return Notice(
            subject=f"An earlier appointment is free: {self.long_day(at.date())} ({number})",
            paragraphs=(
                f"you are waiting for an earlier appointment of case {number}. Now one is free: {when_of(self, at)}.",
                f"Place: {where}.",
                f"We keep it for you until {clock(until)}. Your old appointment stays until you take the new one.",
            ),
            after=(f"Take the earlier appointment without signing in: {change}",),
        )

"""Reads of vorgaenge, one page each."""

from glueckauf.vorgaenge.queries.appointments import (
    AppointmentPage,
    Bookable,
    Day,
    appointment_file,
    appointment_page,
    bookable,
    booked,
    by_appointment_code,
    day,
    free_for,
    is_appointment,
    matter_of,
)
from glueckauf.vorgaenge.queries.asking import Wanted, reply_days, wanted
from glueckauf.vorgaenge.queries.by_code import AskedByCode, asked_by_code, holder_of
from glueckauf.vorgaenge.queries.case import Case, allowed_endings, case, needs_second, outlook_of, signed_wording
from glueckauf.vorgaenge.queries.caused import Caused, would_cause
from glueckauf.vorgaenge.queries.correction import CorrectionPage, correction_of
from glueckauf.vorgaenge.queries.draft import Check, Draft, TwoVersions, check, draft, fresh, is_limited, two_versions
from glueckauf.vorgaenge.queries.durations import Durations, durations
from glueckauf.vorgaenge.queries.effects import Standing, is_in_force, standing
from glueckauf.vorgaenge.queries.files import FileView, document, letter, pages
from glueckauf.vorgaenge.queries.findings import undecided
from glueckauf.vorgaenge.queries.handed_in import handed_in
from glueckauf.vorgaenge.queries.letters_and_mail import (
    Contact,
    address_before,
    asked,
    contact,
    issued,
    reminders_due,
    reply_by_of_extension,
    unreadable,
    unretrieved,
)
from glueckauf.vorgaenge.queries.mailbox import Mailbox, MailPage, mail_attachment, mail_file, mail_image, mail_page, mailbox
from glueckauf.vorgaenge.queries.matter import Matter, Mine, matter, mine
from glueckauf.vorgaenge.queries.payments import PaymentQuestion, PaymentQuestions, payment_questions, payment_state
from glueckauf.vorgaenge.queries.preview import Wording, letter_pictures, letter_preview
from glueckauf.vorgaenge.queries.rebase import NewsPage, as_shown, first_to_do, newer, news_page
from glueckauf.vorgaenge.queries.receipt import Receipt, receipt, receipt_letter
from glueckauf.vorgaenge.queries.request_letter import request_letter
from glueckauf.vorgaenge.queries.retention import Deleted, deleted, deletions_due, retention
from glueckauf.vorgaenge.queries.siblings import PartView, Sibling, keep_their_answers, numbers, numbers_of, parts_of
from glueckauf.vorgaenge.queries.worklist import Filter, Worklist, worklist

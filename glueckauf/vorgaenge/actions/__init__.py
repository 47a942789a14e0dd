"""Writes of vorgaenge, one verb each. Calls read as sentences: actions.submit(key, by=person, at=now)."""

from glueckauf.vorgaenge.actions.announce import DispatchInFuture, dispatch, retrieve
from glueckauf.vorgaenge.actions.appointments import (
    AppointmentOver,
    cancel_appointment,
    hold_time,
    move_appointment,
    stop_waiting,
    wait_for_earlier,
)
from glueckauf.vorgaenge.actions.approve import SameSigner, approve, send_back
from glueckauf.vorgaenge.actions.by_code import AlreadyChecked, NotAskedAnyMore, ReplyDayOver, hand_in_by_code
from glueckauf.vorgaenge.actions.correct import (
    AlreadyDecided,
    NothingChanged,
    NotPaidYet,
    PaidFeeWouldChange,
    Withdrawn,
    discard_correction,
    expire_corrections,
    send_correction,
    start_correction,
)
from glueckauf.vorgaenge.actions.decide import (
    AnswersChanged,
    FeeMissing,
    GrantTextMissing,
    NoSuchEnding,
    ReasonMissing,
    decide,
)
from glueckauf.vorgaenge.actions.documents import (
    TooManyDocuments,
    add_to_antrag,
    add_to_slot,
    rearrange_documents,
    remove_from_antrag,
    take_in,
)
from glueckauf.vorgaenge.actions.drafts import AlreadySubmitted, Saved, TooManyVersions, choose, discard, refresh_of, save, start
from glueckauf.vorgaenge.actions.end import revoke, withdraw, withdraw_all
from glueckauf.vorgaenge.actions.examine import ask_again, examine
from glueckauf.vorgaenge.actions.loading import MovedOn
from glueckauf.vorgaenge.actions.mailbox import MailInCase, NoSuchVorgang, NotANumber, assign_mail, take_mail_back
from glueckauf.vorgaenge.actions.pay import accept_payment, confirm_fee, refund_payment, start_payment
from glueckauf.vorgaenge.actions.rebase import read_news, rebase
from glueckauf.vorgaenge.actions.receive_mail import TOPIC, WHOLE, receive_mail
from glueckauf.vorgaenge.actions.release import release
from glueckauf.vorgaenge.actions.request_documents import (
    Asked,
    NothingAsked,
    ReplyTooSoon,
    ask_for_time,
    grant_time,
    refuse_time,
    request_documents,
)
from glueckauf.vorgaenge.actions.retention import delete_ended, forget_removed
from glueckauf.vorgaenge.actions.submit import Incomplete, NewRevision, NotOffered, TooManyToday, submit
from glueckauf.vorgaenge.actions.take_back import AlreadySent, take_back
from glueckauf.vorgaenge.actions.upkeep import claim, expire_drafts, mark_reminded, return_unretrieved
from glueckauf.vorgaenge.actions.work import (
    CompleteInFuture,
    EmptyText,
    FeeReasonMissing,
    NoSuchClerk,
    assign,
    message,
    note,
    open_case,
    review,
    set_complete,
    set_fee,
    take,
)

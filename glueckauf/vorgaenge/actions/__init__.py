"""Writes of vorgaenge, one verb each. Calls read as sentences: actions.submit(key, by=person, at=now)."""

from glueckauf.vorgaenge.actions.announce import DispatchInFuture, dispatch, retrieve
from glueckauf.vorgaenge.actions.approve import SameSigner, approve, send_back
from glueckauf.vorgaenge.actions.decide import AlreadySent, FeeMissing, NoSuchEnding, ReasonMissing, decide, take_back
from glueckauf.vorgaenge.actions.documents import TooManyDocuments, add_to_antrag, add_to_slot, remove_from_antrag, take_in
from glueckauf.vorgaenge.actions.drafts import AlreadySubmitted, TooManyVersions, choose, discard, save, start
from glueckauf.vorgaenge.actions.end import revoke, withdraw
from glueckauf.vorgaenge.actions.examine import examine
from glueckauf.vorgaenge.actions.loading import MovedOn
from glueckauf.vorgaenge.actions.pay import confirm_fee, start_payment
from glueckauf.vorgaenge.actions.receive_mail import TOPIC, receive_mail
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
from glueckauf.vorgaenge.actions.submit import Incomplete, NotOffered, submit
from glueckauf.vorgaenge.actions.upkeep import claim, expire_drafts, mark_reminded, return_unretrieved
from glueckauf.vorgaenge.actions.work import (
    CompleteInFuture,
    EmptyText,
    FeeReasonMissing,
    NoSuchClerk,
    assign,
    message,
    note,
    record_read,
    review,
    set_complete,
    set_fee,
    take,
)

"""Writes of mail."""

from glueckauf.mail.actions.dispatch import send_due
from glueckauf.mail.actions.forget import forget_topic, forget_without_topic
from glueckauf.mail.actions.quarantine import (
    AlreadyDecided,
    NothingToTakeBack,
    UnknownTopic,
    assign,
    discard,
    record_opening,
    redirect,
    take_back,
)
from glueckauf.mail.actions.read import read_mail
from glueckauf.mail.actions.receive import Received, TooLarge, receive
from glueckauf.mail.actions.send import NotAnAddress, send, send_code
from glueckauf.mail.actions.topics import close_topic, ensure_address, open_topic

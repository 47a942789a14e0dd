"""Writes of mail."""

from glueckauf.mail.actions.dispatch import send_due
from glueckauf.mail.actions.quarantine import AlreadyDecided, UnknownTopic, assign, discard, redirect
from glueckauf.mail.actions.read import read_mail
from glueckauf.mail.actions.receive import Received, TooLarge, receive
from glueckauf.mail.actions.send import NotAnAddress, send
from glueckauf.mail.actions.topics import close_topic, open_topic

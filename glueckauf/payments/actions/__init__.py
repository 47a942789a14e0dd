"""Writes of payments."""

from glueckauf.payments.actions.ask import ask_due
from glueckauf.payments.actions.forget import forget
from glueckauf.payments.actions.refund import NothingToRefund, answer_question, refund
from glueckauf.payments.actions.settle import Outcome, UnknownOrder, question, receive
from glueckauf.payments.actions.start import PaymentsNotOffered, ProviderNotThere, start

"""Reads of payments."""

from glueckauf.payments.queries.payment import Payment, Receipt, of_reference, question, questions, receipt

"""Reads of payments."""

from glueckauf.payments.queries.payment import PaymentView, Receipt, of_reference, questions, receipt

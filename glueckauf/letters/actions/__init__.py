"""Writes of letters, one verb each."""

from glueckauf.letters.actions.forget import forget
from glueckauf.letters.actions.issue import issue
from glueckauf.letters.actions.withdraw import AlreadyWithdrawn, withdraw

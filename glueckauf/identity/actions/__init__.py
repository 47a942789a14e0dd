"""Writes of identity."""

from glueckauf.identity.actions.clerk import (
    PasswordTooWeak,
    UsernameTaken,
    make_clerk,
    make_operator,
    record_sign_in,
    reset_second_factor,
)
from glueckauf.identity.actions.guest import begin_guest, continue_as_guest
from glueckauf.identity.actions.keys import KeyNotValid, consume_key, forget_keys, issue_derived_key, issue_key, withdraw_keys
from glueckauf.identity.actions.link import link_persons
from glueckauf.identity.actions.sign_in import LinkNotValid, SignedIn, SignInLink, forget_requests, issue_sign_in, sign_in_by_link

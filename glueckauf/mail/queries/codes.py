"""The text of a mail with its codes, for the moment it leaves and for the demo mailbox that stands for the recipient's."""

from functools import partial

from glueckauf.identity.queries import derived_code
from glueckauf.mail.rules.codes import filled


def with_codes(tenant: str, text: str) -> str:
    """Codes of this tenant only."""
    return filled(text, partial(code_in, tenant))


def code_in(tenant: str, purpose: str, subject: str) -> str:
    """In the order in which a mark names them."""
    return derived_code(purpose, tenant, subject)

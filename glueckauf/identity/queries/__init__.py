"""Reads of identity."""

from glueckauf.identity.queries.actor import actor_of, clerk, linked
from glueckauf.identity.queries.clerks import clerk_in, clerk_name, clerk_names, clerks_of
from glueckauf.identity.queries.demo import DemoClerk, demo_clerks, demo_totp
from glueckauf.identity.queries.keys import KeyInfo, derived_code, open_key, printable_code
from glueckauf.identity.queries.person import address_of_link, email_of

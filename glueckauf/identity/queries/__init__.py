"""Reads of identity."""

from glueckauf.identity.queries.actor import actor_of

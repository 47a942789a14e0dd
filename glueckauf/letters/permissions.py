"""Who may do what with letters."""

from glueckauf.identity.permissions import EVERYONE, declare

declare("letters.verify", *EVERYONE)

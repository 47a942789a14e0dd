"""What everybody may know in demo mode: the one password of all clerks, and citizens to try."""

from glueckauf.identity.rules.actor import Role

PASSWORD = "glueckauf-demo-2026"  # noqa: S105 - of invented people, in demo mode only
CITIZENS = ("erika@mustermann.example", "max@beispiel.example")
ROLES = {Role.CLERK: "Sachbearbeitung", Role.HEAD: "Leitung", Role.ADMIN: "Verwaltung"}

"""Refused: the root of every named error that speaks to a person."""


class Refused(Exception):
    """Something cannot be done, for a reason a person can act on.

    `text` is plain German: what happened, what still holds, what to do now; `{names}` are filled from the keyword arguments.
    `status` is the HTTP status the page answers with.
    """

    text = "Das geht gerade nicht."
    status = 409

    def __init__(self, **values: object) -> None:
        super().__init__(type(self).__name__)
        self.values = values

    def __str__(self) -> str:
        return self.text.format(**self.values)


class NotFound(Refused):
    """The object does not exist for this actor; a foreign one looks the same."""

    text = "Das haben wir nicht gefunden."
    status = 404


class Forbidden(Refused):
    """Signed in, but this role may not do that."""

    text = "Dafür fehlt Ihnen die Berechtigung. Brauchen Sie sie, fragen Sie die Person, die Ihr Konto verwaltet."
    status = 403


class TooManyAttempts(Refused):
    """The rate limit of sign-in, codes, search or verification was reached."""

    text = "Das waren zu viele Versuche. Warten Sie {minutes} Minuten und versuchen Sie es dann noch einmal."
    status = 429

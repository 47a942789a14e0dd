"""Where a Vorgang stands and which moves exist. The words people read are here, once, for list, page, letter and log."""

from enum import StrEnum


class Stage(StrEnum):
    """Codes in the table; the word beside it is what clerk and citizen read."""

    PAYMENT = "payment"
    NEW = "new"
    IN_REVIEW = "in_review"
    ASKED = "asked"
    ARRIVED = "arrived"
    APPROVAL = "approval"
    DECIDED = "decided"
    POSTING = "posting"
    ANNOUNCED = "announced"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class WaitsFor(StrEnum):
    """Whose turn it is."""

    CLERK = "clerk"
    CITIZEN = "citizen"
    NOBODY = "nobody"


class Ending(StrEnum):
    """How it was decided."""

    GRANT = "grant"
    CONDITIONS = "conditions"
    REFUSE = "refuse"
    CLOSE = "close"


DESK_WORDS = {
    Stage.PAYMENT: "wartet auf Zahlung",
    Stage.NEW: "neu",
    Stage.IN_REVIEW: "in Prüfung",
    Stage.ASKED: "wartet auf Bürger",
    Stage.ARRIVED: "Nachweis neu",
    Stage.APPROVAL: "zur Mitzeichnung",
    Stage.DECIDED: "entschieden",
    Stage.POSTING: "zu versenden",
    Stage.ANNOUNCED: "bekannt gegeben",
    Stage.CLOSED: "abgeschlossen",
    Stage.WITHDRAWN: "zurückgezogen",
}
CITIZEN_WORDS = {
    Stage.PAYMENT: "Noch nicht bezahlt",
    Stage.NEW: "Eingegangen",
    Stage.IN_REVIEW: "In Bearbeitung",
    Stage.ASKED: "Sie sind dran",
    Stage.ARRIVED: "In Bearbeitung",
    Stage.APPROVAL: "In Bearbeitung",
    Stage.DECIDED: "In Bearbeitung",
    Stage.POSTING: "Entschieden",
    Stage.ANNOUNCED: "Entschieden",
    Stage.CLOSED: "Abgeschlossen",
    Stage.WITHDRAWN: "Zurückgezogen",
}
ENDING_WORDS = {
    Ending.GRANT: "bewilligt",
    Ending.CONDITIONS: "mit Auflagen bewilligt",
    Ending.REFUSE: "abgelehnt",
    Ending.CLOSE: "eingestellt",
}
OPEN = frozenset([Stage.NEW, Stage.IN_REVIEW, Stage.ASKED, Stage.ARRIVED, Stage.APPROVAL])
DECIDABLE = frozenset([Stage.NEW, Stage.IN_REVIEW, Stage.ASKED, Stage.ARRIVED])
ENDED = frozenset([Stage.ANNOUNCED, Stage.CLOSED, Stage.WITHDRAWN])


def waits_for(stage: Stage) -> WaitsFor:
    """Whose turn a stage means."""
    if stage in {Stage.PAYMENT, Stage.ASKED}:
        return WaitsFor.CITIZEN
    return WaitsFor.NOBODY if stage in ENDED | {Stage.DECIDED} else WaitsFor.CLERK

"""Where a Vorgang stands and which moves exist. The words people read are here, once, for list, page, letter and log."""

from enum import StrEnum

from glueckauf.catalogue.rules.schema import Outcome


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
# A grant of what is no permission: a report is answered, a matter of another body passed on.
GRANTED = {
    Outcome.MITTEILUNG: "beantwortet",
    Outcome.HANDOVER: "weitergegeben",
    Outcome.TERMIN: "bestätigt",
}
PROMISED = {Outcome.MITTEILUNG: "ja, mit Bedingungen"}  # a yes by private law has conditions, no Auflagen
OPEN = frozenset([Stage.NEW, Stage.IN_REVIEW, Stage.ASKED, Stage.ARRIVED, Stage.APPROVAL])
DECIDABLE = frozenset([Stage.NEW, Stage.IN_REVIEW, Stage.ASKED, Stage.ARRIVED])
ENDED = frozenset([Stage.ANNOUNCED, Stage.CLOSED, Stage.WITHDRAWN])
WITHDRAWABLE = OPEN | {Stage.PAYMENT, Stage.DECIDED}  # a decision that went out stays: the office revokes it


def may_give_back(stage: Stage, outcome: str, *, has_effects: bool) -> bool:
    """A promise that is no act and still holds something for her: she may do without, and others can have it."""
    return stage is Stage.CLOSED and Outcome(outcome) is Outcome.MITTEILUNG and has_effects


def ending_word(ending: Ending, outcome: str) -> str:
    """How it ended, in a word that fits what was asked for."""
    other = {Ending.GRANT: GRANTED, Ending.CONDITIONS: PROMISED}.get(ending, {})
    return other.get(Outcome(outcome), ENDING_WORDS[ending])


def waits_for(stage: Stage) -> WaitsFor:
    """Whose turn a stage means."""
    if stage in {Stage.PAYMENT, Stage.ASKED}:
        return WaitsFor.CITIZEN
    return WaitsFor.NOBODY if stage in ENDED | {Stage.DECIDED} else WaitsFor.CLERK


# Which chip a page of the citizen shows; else one that says that the office works.
CHIPS = {
    Stage.PAYMENT: "handeln",
    Stage.ASKED: "handeln",
    Stage.NEW: "eingegangen",
    Stage.ANNOUNCED: "entschieden",
    Stage.POSTING: "entschieden",
    Stage.CLOSED: "fertig",
    Stage.WITHDRAWN: "ruht",
}

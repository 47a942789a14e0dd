"""Why a document is asked for: a closed list, each with the sentence the citizen reads."""

from enum import StrEnum


class Ground(StrEnum):
    """Codes of the desk's form."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    OUTDATED = "outdated"
    WRONG = "wrong"
    OTHER = "other"


GROUND_WORDS = {
    Ground.MISSING: "fehlt",
    Ground.UNREADABLE: "unleserlich",
    Ground.OUTDATED: "veraltet",
    Ground.WRONG: "falsches Dokument",
    Ground.OTHER: "etwas anderes",
}
SENTENCES = {
    Ground.UNREADABLE: "Die Datei ist nicht lesbar.",
    Ground.OUTDATED: "Der Nachweis ist nicht mehr gültig.",
    Ground.WRONG: "Das ist ein anderes Dokument.",
}


def reason(ground: Ground, why: str, hint: str) -> str:
    """The ground in words, then what the clerk adds. Where it is missing, or nothing is said, it reads why it is needed."""
    sentence = why if ground is Ground.MISSING else SENTENCES.get(ground, "")
    return " ".join(filter(None, (sentence, hint.strip()))) or why

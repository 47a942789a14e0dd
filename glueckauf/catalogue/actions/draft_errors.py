"""Why a step of editing is refused, in words for the person who tried it."""

from typing import Any

from glueckauf.core.errors import Refused


class EditedMeanwhile(Refused):
    """Somebody else wrote into the same part. `theirs` stands there now (None: taken out), `mine` is kept aside."""

    text = (
        "{who} hat diese Stelle inzwischen geändert. Ihre Fassung ist nicht verloren: "
        "Vergleichen Sie beide und speichern Sie, was gelten soll."
    )

    def __init__(self, *, part: str, theirs: Any, mine: Any, version: int, who: str) -> None:
        super().__init__(who=who)
        self.part, self.theirs, self.mine, self.version = part, theirs, mine, version


class NoSuchPart(Refused):
    """The part is not there (any more)."""

    text = "Diese Stelle gibt es im Entwurf nicht mehr. Laden Sie die Seite neu. Was Sie geschrieben haben, ist aufgehoben."


class UnderRelease(Refused):
    """The draft waits for a second person."""

    text = "Der Entwurf liegt zur Freigabe und lässt sich gerade nicht ändern. Geben Sie ihn zuerst zur Bearbeitung zurück."


class DraftEnded(Refused):
    """An editor that was left open: the draft was released or discarded meanwhile."""

    text = (
        "Dieser Entwurf ist inzwischen freigegeben oder verworfen. Veröffentlicht ist, was dort steht; Ihre Eingabe ist aufgehoben. "
        "Beginnen Sie einen neuen Entwurf und tragen Sie sie dort ein."
    )


class NothingToUndo(Refused):
    """The first version is reached."""

    text = "Weiter zurück geht es nicht: Das ist der Anfang des Entwurfs."


class TooLarge(Refused):
    """More than a Leistung can hold."""

    text = "Das ist zu viel auf einmal: Ein Entwurf fasst eine Million Zeichen. Gespeichert ist, was vorher da stand."
    status = 413


class SlugInvalid(Refused):
    """Not an address."""

    text = "Die Adresse besteht aus kleinen Buchstaben, Ziffern und Bindestrichen und beginnt mit einem Buchstaben: fahrradbox-mieten."
    status = 422


class SharedSlug(Refused):
    """The Leistung is shared by all cities."""

    text = "Diese Leistung gibt es schon für alle Städte. Ändern Sie, was in Ihrer Stadt anders ist, oder wählen Sie einen anderen Namen."


class OtherKind(Refused):
    """A draft or edition of the other kind is there."""

    text = "Diese Leistung wird schon auf andere Weise bearbeitet. Öffnen Sie den vorhandenen Entwurf."


class HasErrors(Refused):
    """Errors block a release. `problems`: the first sentences."""

    text = (
        "So lässt sich der Entwurf nicht veröffentlichen: {first} "
        "Beheben Sie alle markierten Fehler ({count}). Veröffentlicht bleibt, was bisher galt."
    )


class ExamplesDiffer(Refused):
    """A worked example does not give what it expects."""

    text = (
        "Beispiele, die etwas anderes ergeben, als sie erwarten: {count}. "
        "Berichtigen Sie die Regel oder das Beispiel. Veröffentlicht bleibt, was bisher galt."
    )


class DayIsPast(Refused):
    """Nothing takes effect backwards."""

    text = "Der Tag liegt in der Vergangenheit. Eine Fassung gilt frühestens ab heute."
    status = 422


class AlreadyAsked(Refused):
    """There is an open request."""

    text = "Der Entwurf liegt schon zur Freigabe."


class NotAsked(Refused):
    """Nobody asked for a release."""

    text = "Für diesen Entwurf ist keine Freigabe angefragt, oder er ist inzwischen zurückgegeben. Laden Sie die Seite neu."


class NeedsSecondPerson(Refused):
    """Who asked or wrote last does not release."""

    text = "Freigeben muss eine zweite Person: Wer zuletzt geändert oder die Freigabe angefragt hat, kann es nicht selbst tun."
    status = 403


class NoReason(Refused):
    """Sent back without a word."""

    text = "Schreiben Sie in einem Satz, was noch fehlt."
    status = 422


class AlreadyInEffect(Refused):
    """It began; only a roll back replaces it."""

    text = "Diese Fassung gilt schon. Holen Sie eine frühere Fassung zurück, wenn sie nicht mehr gelten soll."

"""How far a Leistung is online in a city (Reifegrad): computed from what its definition and the house really do, never entered by hand.

Both models decide by the minimum: the weakest criterion holds the whole down.
1.1 (June 2020): 0 offline, 1 information, 2 form assistant, 3 online with all evidence, 4 online transaction, once-only.
2.0 (July 2025): 0 to 7; level 6 asks for DeutschlandID and organisation account, NOOTS, status monitor, E-Akte, payment with HKR.
The official names of the 10 criteria of 1.1 and the 13 of 2.0 were not found: the criteria here are ours, made of what is known of
the levels; pages say so and count the rest as open.
"""

from dataclasses import dataclass
from enum import StrEnum

from glueckauf.catalogue.rules.schema import FeeKind, Leistung, Outcome

TOP_11, TOP_20 = 4, 7
OFFICIAL_11, OFFICIAL_20 = 10, 13
AWAY = {Outcome.POST: ("post", 3, 5), Outcome.TERMIN: ("visit", 2, 2), Outcome.HANDOVER: ("elsewhere", 2, 2)}


class Model(StrEnum):
    """Both are kept: older plans speak of the first."""

    OF_2020 = "1.1"
    OF_2025 = "2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What this installation is connected to; false until it really is."""

    pays_online: bool = False
    has_accounts: bool = False
    fetches_evidence: bool = False
    hands_to_records: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One of ours: what was found, and the highest level of each model it allows. None: that model does not ask for it."""

    key: str
    state: str
    most_11: int | None
    most_20: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturity:
    """Levels by both models and all criteria. `held_11`, `held_20`: the criteria that hold it down; empty at the top."""

    level_11: int
    level_20: int
    criteria: tuple[Criterion, ...]

    @property
    def held_11(self) -> tuple[Criterion, ...]:
        """Those at the level of 1.1."""
        return () if self.level_11 == TOP_11 else tuple(c for c in self.criteria if c.most_11 == self.level_11)

    @property
    def held_20(self) -> tuple[Criterion, ...]:
        """Those at the level of 2.0."""
        return () if self.level_20 == TOP_20 else tuple(c for c in self.criteria if c.most_20 == self.level_20)


def maturity(leistung: Leistung, *, has_text: bool, house: House) -> Maturity:
    """By the minimum rule."""
    criteria = (
        criterion("information", "yes" if has_text else "no", (4, 7) if has_text else (0, 0)),
        form(leistung),
        evidence(leistung),
        identity(leistung, house),
        answer(leistung),
        payment(leistung, house),
        once_only(leistung, house),
        account(house),
        criterion("records", "yes" if house.hands_to_records else "no", (None, 7 if house.hands_to_records else 5)),
    )
    return Maturity(
        level_11=min(c.most_11 for c in criteria if c.most_11 is not None), level_20=min(c.most_20 for c in criteria), criteria=criteria
    )


def criterion(key: str, state: str, most: tuple[int | None, int]) -> Criterion:
    """As one line."""
    return Criterion(key=key, state=state, most_11=most[0], most_20=most[1])


def form(leistung: Leistung) -> Criterion:
    """A form of ours that is handed in here; one that only helps with another body's; none."""
    if not leistung.can_be_started:
        return criterion("form", "none", (1, 1))
    return criterion("form", "helps", (2, 2)) if leistung.is_elsewhere else criterion("form", "yes", (TOP_11, TOP_20))


def evidence(leistung: Leistung) -> Criterion:
    """Every document that may be needed can be uploaded."""
    fields = [f for section in leistung.form.sections for f in section.fields]
    inner = [i for f in fields if f.type == "group" for i in f.fields]
    uploads = {f.nachweis for f in (*fields, *inner) if f.type == "file"}
    missing = [n for n in leistung.nachweise if n.key not in uploads]
    state = "none" if not leistung.nachweise else "missing" if missing else "yes"
    return criterion("evidence", state, (2, 2) if missing else (TOP_11, TOP_20))


def identity(leistung: Leistung, house: House) -> Criterion:
    """Who must show an identity card online can do so."""
    if leistung.trust != "eid" or house.has_accounts:
        return criterion("identity", "yes", (TOP_11, TOP_20))
    return criterion("identity", "eid", (2, 2))


def answer(leistung: Leistung) -> Criterion:
    """The result comes online, by post, or only in person."""
    state, most_11, most_20 = AWAY.get(leistung.decision.outcome, ("yes", TOP_11, TOP_20))
    return criterion("answer", state, (most_11, most_20))


def payment(leistung: Leistung, house: House) -> Criterion:
    """A fee can be paid online, in an amount that somebody has entered."""
    if leistung.fee.kind is FeeKind.NONE:
        return criterion("payment", "none", (TOP_11, TOP_20))
    if leistung.fee.kind is FeeKind.TO_BE_ENTERED:
        return criterion("payment", "amount", (3, 5))
    return criterion("payment", "yes", (TOP_11, TOP_20)) if house.pays_online else criterion("payment", "no", (3, 5))


def once_only(leistung: Leistung, house: House) -> Criterion:
    """Nobody is asked for what an authority already has."""
    if not leistung.nachweise:
        return criterion("once", "none", (TOP_11, TOP_20))
    return criterion("once", "yes", (TOP_11, TOP_20)) if house.fetches_evidence else criterion("once", "no", (3, 5))


def account(house: House) -> Criterion:
    """DeutschlandID and organisation account with their mailbox: asked for by 2.0 only."""
    return criterion("account", "yes" if house.has_accounts else "no", (None, TOP_20 if house.has_accounts else 5))

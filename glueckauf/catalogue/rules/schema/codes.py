"""Closed lists a Leistung chooses from: who decides, how it ends, which remedy, which law counts the days, what kind of fee."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


class Mode(StrEnum):
    """Who decides (notes: § 35a VwVfG, § 155(4) AO): alone in favour, prepared for a person, or another body."""

    AUTOMATIC = "A"
    PREPARED = "P"
    HANDOVER = "H"


class Outcome(StrEnum):
    """How a Vorgang ends. Only a Bescheid carries a Rechtsbehelfsbelehrung."""

    BESCHEID = "bescheid"
    BESCHEINIGUNG = "bescheinigung"
    AUSKUNFT = "auskunft"
    TERMIN = "termin"
    MITTEILUNG = "mitteilung"
    POST = "post"
    HANDOVER = "handover"


class Remedy(StrEnum):
    """§ 110 JustG NRW: Klage for nearly all, Widerspruch for municipal taxes. Court of § 49 PStG for civil status. None: no act."""

    WIDERSPRUCH = "widerspruch"
    KLAGE = "klage"
    AMTSGERICHT = "amtsgericht"
    NONE = "none"


class Regime(StrEnum):
    """Law that counts announcement and deadlines."""

    VWVFG_NRW = "vwvfg-nrw"
    AO = "ao"
    SGB_X = "sgb-x"


class FeeKind(StrEnum):
    """Closed type of fees. Paying first needs a computed one."""

    NONE = "none"
    COMPUTED = "computed"
    BY_PERSON = "by_person"
    TO_BE_ENTERED = "to_be_entered"

"""What an entry of the national catalogue tells: whose law, who may carry it out, its laws with addresses, what it is about. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

LAW = re.compile(r"\s*([^\[\]]{2,}?)\s*\[(https?://[^\]\s]{5,300})\]\s*,?")


class Bearer(StrEnum):
    """An authority at a level. Printed by the templates."""

    GEMEINDE = "gemeinde"
    KREIS = "kreis"
    BEZIRK = "bezirk"
    LAND = "land"
    BUND = "bund"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLink:
    """A law as the catalogue names it; `url` is empty where it gives none."""

    text: str
    url: str = ""


def laws(text: str) -> tuple[LawLink, ...]:
    """„§ 1 BJagdG [https://…], § 2 …“ as single laws. Addresses of the federal collection only: others are years old and lead anywhere."""
    found = tuple(LawLink(text=m[1].strip(" ,"), url=m[2] if "gesetze-im-internet.de" in m[2] else "") for m in LAW.finditer(text))
    rest = LAW.sub("", text).strip(" ,")
    return (*found, LawLink(text=rest)) if len(rest) > 2 else found


def bearers(level: str) -> tuple[Bearer, ...]:
    """Who may be responsible, from near to far. One: the catalogue says so."""
    if level == "bund":
        return (Bearer.BUND,)
    if level == "land":
        return (Bearer.BEZIRK, Bearer.LAND)
    return (Bearer.GEMEINDE,) if level == "gemeinde" else (Bearer.GEMEINDE, Bearer.KREIS, Bearer.BEZIRK, Bearer.LAND)


def maker_of_rules(typ: str) -> str:
    """Whose law it is: bund, land, gemeinde; empty where the type does not say."""
    first = typ[:1]
    if typ not in ("1", "2", "2a", "2b", "3", "3a", "3b", "2/3", "4", "4a", "4b", "5"):
        return ""
    return {"4": "land", "5": "gemeinde"}.get(first, "bund")


def split_name(name: str, thing: str) -> tuple[str, str]:
    """(what it is about, what is done with it): "Jagdschein Erteilung" of "Jagdschein". Without a shorter name there is no second part."""
    if thing and name != thing and name.startswith(thing + " "):
        return thing, name[len(thing) + 1 :]
    return name, ""


def thing_key(key: str) -> str:
    """Key of the same thing without Verrichtung and detail; empty for keys of our own."""
    return key[:8] + "000000" if len(key) == 14 and key.isdigit() else ""

"""Rules a check of a connection stands on, as data: what it says, where it stands. `open`: not yet read in the law itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

ASSUMED = "allgemeine Kenntnis, im Wortlaut noch nicht nachgelesen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One rule. `says` is what a citizen may read."""

    key: str
    paragraph: str
    says: str
    source: str
    open: bool = True


NORMS: Mapping[str, Norm] = MappingProxyType(
    {
        norm.key: norm
        for norm in (
            Norm(
                key="14a",
                paragraph="§ 14a EnWG, Festlegung BK6-22-300",
                says="Wallboxen, Wärmepumpen und Speicher über 4,2 kW darf der Netzbetreiber nicht wegen Überlastung ablehnen. Er darf sie "
                "steuern, aber nicht unter 4,2 kW.",
                source="haustec.de, gelesen am 24. November 2026",
            ),
            Norm(
                key="14a_least",
                paragraph="Festlegung BK6-22-300, Anlage 1",
                says="Wärmepumpen über 11 kW behalten 40 Prozent ihrer Leistung. Bei mehreren Geräten zählt jedes weitere mit "
                "einem Gleichzeitigkeitsfaktor.",
                source=ASSUMED,
            ),
            Norm(
                key="19_nav",
                paragraph="§ 19 Absatz 2 NAV",
                says="Ladeeinrichtungen sind anzumelden. Über 12 kVA im Ganzen braucht es vorher die Zustimmung des Netzbetreibers, der in "
                "zwei Monaten antwortet. Ein Nein nennt Gründe, Abhilfe und Zeit.",
                source="ensight.blog zum Entwurf von 2019",
            ),
            Norm(
                key="8_eeg",
                paragraph="§ 8 EEG",
                says="Das Ergebnis der Netzprüfung kommt spätestens acht Wochen nach vollständigen Angaben.",
                source="clearingstelle-eeg-kwkg.de, Frage 68",
            ),
        )
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRule:
    """A technical limit an operator did not set otherwise."""

    value: float
    source: str
    open: bool = True


# The norms are paywalled; every operator may set its own with the revision of its grid.
LIMITS: Mapping[str, LimitRule] = MappingProxyType(
    {
        "voltage_low": LimitRule(value=0.9, source=f"DIN EN 50160 ({ASSUMED})"),
        "voltage_high": LimitRule(value=1.1, source=f"DIN EN 50160 ({ASSUMED})"),
        "line_percent": LimitRule(value=100.0, source="Bemessungsstrom des Kabels nach den Netzdaten"),
        "transformer_percent": LimitRule(value=100.0, source="Bemessungsleistung nach den Netzdaten"),
        "rise_percent": LimitRule(value=3.0, source=f"VDE-AR-N 4105 ({ASSUMED})"),
    }
)
CONSENT_KVA = 12.0  # 19_nav
CONTROLLED_FROM_KW = 4.2  # 14a
LARGEST_KW = 135.0  # above it a person plans the connection, in medium voltage as a rule; assumed, to be set by the operator
PROMISED_DAYS = 180  # a promise nobody decided on ends then; assumed
BUILT_WITHIN_DAYS = 365  # an accepted device nobody reported as connected frees its place then; assumed


def default_limits() -> dict[str, dict[str, Any]]:
    """As a revision keeps them."""
    return {name: {"value": rule.value, "source": rule.source} for name, rule in LIMITS.items()}


def cited(*keys: str) -> list[dict[str, Any]]:
    """As evidence."""
    return [
        {"paragraph": NORMS[key].paragraph, "says": NORMS[key].says, "source": NORMS[key].source, "open": NORMS[key].open} for key in keys
    ]

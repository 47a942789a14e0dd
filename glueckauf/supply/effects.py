"""Kinds of effects supply carries out. The row is what holds: the reservation of its Vorgang follows it by events."""

from glueckauf.supply.actions.reservations import EFFECT
from glueckauf.vorgaenge.registry import EffectKind, register_effect

register_effect(
    EffectKind(
        kind=EFFECT,
        inverse=f"{EFFECT}-ende",
        label="Platz im Stromnetz für das Gerät",
        inverse_label="Der Platz im Stromnetz wird wieder frei",
    )
)

"""Kinds of effects that exist before any network does: the row is all, traffic will act on it."""

from glueckauf.vorgaenge.registry import EffectKind, register_effect

register_effect(
    EffectKind(
        kind="sperrung",
        inverse="sperrung-ende",
        label="Sperrung im Straßenraum",
        inverse_label="Die Sperrung wird aufgehoben",
    )
)
register_effect(
    EffectKind(
        kind="halteverbot",
        inverse="halteverbot-ende",
        label="Halteverbot",
        range_words="von {} bis {} Uhr",
        inverse_label="Das Halteverbot wird aufgehoben",
    )
)

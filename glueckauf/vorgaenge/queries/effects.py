"""Effects, and what became of their Vorgang, for the networks that carry them out."""

from collections.abc import Mapping
from dataclasses import dataclass

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.vorgaenge.models import Bescheid, EffectRow, Vorgang
from glueckauf.vorgaenge.rules.stage import ENDED, Ending, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a Vorgang stands now, whatever events say. `effects`: those in force, kind -> id."""

    number: str
    is_withdrawn: bool
    is_refused: bool
    is_granted: bool
    effects: Mapping[str, int]


def is_in_force(actor: Clerk | Rule, effect_id: int) -> bool:
    """Whether its cause still holds. Events come at least once and may overtake each other: the row says what is."""
    with reading(actor):
        return EffectRow.objects.visible_to(actor).filter(pk=effect_id, cancelled_at=None).exists()


def standing(actor: Clerk | Rule, vorgang_id: int) -> Standing | None:
    """None where there is no such Vorgang (any more). What was decided counts once the letter went out."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).filter(pk=vorgang_id).values_list("number", "stage").first()
        if row is None:
            return None
        number, stage = row
        valid = Bescheid.objects.visible_to(actor).filter(vorgang_id=vorgang_id, taken_back_at=None, revoked_at=None)
        ending = valid.values_list("ending", flat=True).first()
        effects = EffectRow.objects.visible_to(actor).filter(cause__vorgang_id=vorgang_id, cancelled_at=None)
        is_out = stage in ENDED | {Stage.POSTING}
        return Standing(
            number=number,
            is_withdrawn=stage == Stage.WITHDRAWN,
            is_refused=ending in {Ending.REFUSE, Ending.CLOSE} and is_out,
            is_granted=ending in {Ending.GRANT, Ending.CONDITIONS} and is_out,
            effects=dict(effects.order_by("pk").values_list("kind", "pk")),
        )

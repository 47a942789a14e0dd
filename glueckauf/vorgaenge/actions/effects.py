"""What a grant causes: rows with cause and inverse. One cause per effect; ending the cause ends the effect."""

from datetime import datetime
from typing import Any

from glueckauf.catalogue.rules.schema import EffectRule
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor, Clerk, Rule
from glueckauf.vorgaenge import registry
from glueckauf.vorgaenge.events import EffectEnded, EffectStarted
from glueckauf.vorgaenge.models import Bescheid, EffectRow
from glueckauf.vorgaenge.rules.effects import planned


def start_effects(bescheid: Bescheid, rules: tuple[EffectRule, ...], answers: dict[str, Any], *, by: Clerk | Rule, at: datetime) -> None:
    """Writes the rows, once per cause and kind. The caller holds the transaction."""
    for rule in rules:
        kind, plan = registry.effect_kind(rule.kind), planned(rule, answers)
        row, made = EffectRow.objects.get_or_create(
            cause=bescheid,
            kind=kind.kind,
            defaults={
                "tenant_id": bescheid.tenant_id,
                "object": plan.object,
                "starts_on": plan.starts_on,
                "ends_on": plan.ends_on,
                "value": plan.value,
                "inverse": kind.inverse,
                "at": at,
            },
        )
        if made:
            event = EffectStarted(tenant=bescheid.tenant_id, vorgang_id=bescheid.vorgang_id, effect_id=row.pk, kind_of_effect=kind.kind)
            publish(event, by=by, at=at)


def end_effects(bescheid: Bescheid, *, by: Actor, at: datetime) -> None:
    """The inverse of all effects of a cause. Ended ones stay as rows."""
    for row in EffectRow.objects.select_for_update().filter(cause=bescheid, cancelled_at=None):
        row.cancelled_at = at
        row.save(update_fields=["cancelled_at"])
        event = EffectEnded(tenant=bescheid.tenant_id, vorgang_id=bescheid.vorgang_id, effect_id=row.pk, kind_of_effect=row.kind)
        publish(event, by=by, at=at)

"""What follows once a decision goes out, told before it is signed: when it counts as announced, and until when a remedy is open."""

from datetime import date

from glueckauf.catalogue.rules.schema import Regime, Remedy
from glueckauf.vorgaenge.rules.frist import Channel, announced_on, remedy_until, retrieve_by, rule_for


def outlook(regime: Regime, channel: Channel, remedy: Remedy, today: date) -> tuple[tuple[str, str], ...]:
    """Label and day, in order. Days of the post hold if the letter leaves today; what law leaves open is said, not dated."""
    rule = rule_for(regime, channel, today)
    if channel is Channel.PORTAL:
        last = retrieve_by(today, rule)
        found = [
            ("Bereitgestellt in „Meine Vorgänge“", f"{today:%d.%m.%Y}"),
            ("Gilt als bekannt gegeben", "am Tag nach dem ersten Abruf"),
            ("Ohne Abruf noch einmal oder mit der Post", f"nach dem {last:%d.%m.%Y}" if last else "von Hand"),
        ]
    else:
        day = announced_on(today, rule)
        found = [("Zur Post", f"{today:%d.%m.%Y}"), (f"Gilt als bekannt gegeben ({rule.norm})", f"{day:%d.%m.%Y}")]
        if remedy is not Remedy.NONE and not rule.open:
            found.append(("Rechtsbehelf möglich bis", f"{remedy_until(day):%d.%m.%Y}"))
    return (*found, *((("Noch offen", rule.open),) if rule.open else ()))

"""What the checks said about a case: all of it to clerks, and to the person what her Leistung declares, once it went well for her."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from glueckauf.catalogue.registry import Service
from glueckauf.core.db import reading
from glueckauf.core.plots import Plot, of_evidence
from glueckauf.identity.rules.actor import Rule
from glueckauf.vorgaenge import registry
from glueckauf.vorgaenge.models import FindingRow, Vorgang
from glueckauf.vorgaenge.rules.stage import OPEN, Ending

WORST_FIRST = ("no", "unknown", "conditions", "ok")
IN_FAVOUR = frozenset({"ok", "conditions"})
RESULT_WORDS = {"ok": "möglich", "conditions": "mit Auflagen", "no": "nicht möglich", "unknown": "unbekannt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding with its words and what it draws."""

    key: str
    label: str
    result: str
    word: str
    reasons: tuple[str, ...]
    plots: tuple[Plot, ...]
    measures: tuple[Mapping[str, str], ...]
    ask: str
    version: str
    at: datetime
    before: "FindingView | None" = None


def findings_of(row: Vorgang) -> tuple[FindingView, ...]:
    """The latest of each check, worst first, with the one before where that said something else."""
    latest: dict[str, FindingView] = {}
    for one in FindingRow.objects.filter(vorgang_id=row.pk).order_by("at", "pk"):
        view, earlier = view_of(one), latest.get(one.check_key)
        changed = earlier is not None and (earlier.result, earlier.reasons) != (view.result, view.reasons)
        latest[one.check_key] = replace(view, before=earlier if changed else earlier and earlier.before)
    return tuple(sorted(latest.values(), key=lambda f: WORST_FIRST.index(f.result)))


def view_of(f: FindingRow) -> FindingView:
    """In words."""
    return FindingView(
        key=f.check_key,
        label=registry.check_label(f.check_key),
        result=f.result,
        word=RESULT_WORDS[f.result],
        reasons=tuple(f.reasons),
        plots=of_evidence(f.evidence),
        measures=tuple(f.evidence.get("measures", ())),
        ask=str(f.evidence.get("ask", "")),
        version=f.version,
        at=f.at,
    )


def told_to_the_person(row: Vorgang, service: Service, ending: Ending | None) -> tuple[FindingView, ...]:
    """Of the checks in `shown_checks`, what supports a decision in her favour. A no or a doubt is put into words by a person."""
    shown = service.leistung.shown_checks
    if not shown or ending not in {Ending.GRANT, Ending.CONDITIONS}:
        return ()
    return tuple(f for f in findings_of(row) if f.key in shown and f.result in IN_FAVOUR)


def asked_of_the_person(row: Vorgang, service: Service) -> tuple[str, ...]:
    """What checks in `shown_checks` do not understand about her own answers; a correction lets them look again."""
    shown = service.leistung.shown_checks
    return tuple(f.ask for f in findings_of(row) if f.ask and f.key in shown and f.result == registry.Result.UNKNOWN) if shown else ()


def undecided(by: Rule, check: str) -> list[int]:
    """Vorgänge this check answered and nobody decided, as they arrived."""
    with reading(by):
        answered = FindingRow.objects.visible_to(by).filter(check_key=check).values("vorgang")
        rows = Vorgang.objects.visible_to(by).filter(pk__in=answered, stage__in=OPEN).order_by("pk")
        return list(rows.values_list("pk", flat=True))

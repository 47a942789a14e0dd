"""Corrections of answers: the page before one is sent, and what was changed by those that were, for both sides."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.fee import FeeResult, compute
from glueckauf.forms.complete import answers
from glueckauf.forms.diff import Difference, compare
from glueckauf.vorgaenge.models import AntragVersion, Correction, Vorgang
from glueckauf.vorgaenge.queries.draft import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPage:
    """Old and new side by side, the fee before and after."""

    check: Check
    differences: tuple[Difference, ...]
    fee_before: FeeResult
    fee_after: FeeResult

    @property
    def fee_changes(self) -> bool:
        """Whether the rule gives another amount."""
        return self.fee_before != self.fee_after


def correction_of(found: Check) -> CorrectionPage:
    """Of the answers she works on."""
    leistung, draft = found.draft.service.leistung, found.draft
    before, after = answers(leistung.form, draft.values_before), answers(leistung.form, draft.values)
    return CorrectionPage(
        check=found,
        differences=compare(leistung.form, draft.values_before, draft.values, draft.language),
        fee_before=compute(leistung.fee, leistung.values, before),
        fee_after=compute(leistung.fee, leistung.values, after),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCorrection:
    """What she changed, when. `actor` is a code."""

    at: datetime
    actor: str
    differences: tuple[Difference, ...]

    @property
    def sentence(self) -> str:
        """For the history."""
        return "; ".join(f"{d.label}: bisher „{d.a or 'keine Angabe'}“, jetzt „{d.b or 'keine Angabe'}“" for d in self.differences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """Those that were sent, newest first; when the one she works on was begun."""

    sent: tuple[SentCorrection, ...]
    open_since: datetime | None


def corrections_of(row: Vorgang, service: LeistungOfCity, language: str = "de") -> Corrections:
    """One statement, and one more where there are any."""
    rows = list(Correction.objects.filter(antrag_id=row.antrag_id).order_by("-started_at", "-pk"))
    if row.decided_version is not None:  # later ones reached only the other offices
        rows = [c for c in rows if c.sent_at and c.working <= row.decided_version]
    wanted = {n for c in rows if c.sent_at for n in (c.base, c.working)}
    found = AntragVersion.objects.filter(antrag_id=row.antrag_id, number__in=wanted) if wanted else ()
    versions = {v.number: v.values for v in found}
    return Corrections(
        sent=tuple(
            SentCorrection(
                at=c.sent_at, actor=c.actor, differences=compare(service.leistung.form, versions[c.base], versions[c.working], language)
            )
            for c in rows
            if c.sent_at
        ),
        open_since=next((c.started_at for c in rows if c.sent_at is None), None),
    )

"""Answers corrected after handing in: begun, worked on like a draft, sent once. Checks run again, the fee is computed anew."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.by_office import keys
from glueckauf.catalogue.rules.fee import FeeResult, compute
from glueckauf.cities.queries import tenants
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.forms.complete import missing
from glueckauf.forms.diff import compare
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.vorgaenge.actions.appointments import book_picked
from glueckauf.vorgaenge.actions.drafts import DRAFT_DAYS
from glueckauf.vorgaenge.actions.loading import Ref, locked, locked_antrag, move
from glueckauf.vorgaenge.actions.submit import FEE_RULE, Incomplete, assess, folded_or_empty, hand_over, open_vorgang, share, subject_of
from glueckauf.vorgaenge.events import AnswersCorrected, VorgangWithdrawn
from glueckauf.vorgaenge.models import Antrag, Bescheid, Correction, Document, FeeAssessment, Submission, Vorgang, Withdrawal
from glueckauf.vorgaenge.rules.applicant import applicant_of, found_by
from glueckauf.vorgaenge.rules.correcting import Obstacle, is_decided, obstacle, still_wrong
from glueckauf.vorgaenge.rules.stage import Stage


class AlreadyDecided(Refused):
    """Signed: what follows is a remedy or a new Antrag."""

    text = (
        "Über Ihren Antrag ist schon entschieden. Die Angaben lassen sich nicht mehr ändern. Stimmt der Bescheid nicht, legen Sie den "
        "Rechtsbehelf ein, der darin steht. Hat sich etwas geändert, stellen Sie einen neuen Antrag."
    )


class NotPaidYet(Refused):
    """The fee that is due first belongs to the answers as they are."""

    text = (
        "Die Gebühr ist noch nicht bezahlt. Ziehen Sie diesen Antrag zurück und stellen Sie ihn neu: "
        "So zahlen Sie nur, was zu den richtigen Angaben gehört."
    )


class Withdrawn(Refused):
    """She took it back herself."""

    text = "Sie haben diesen Antrag zurückgezogen. Stellen Sie einen neuen."


class PaidFeeWouldChange(Refused):
    """What was paid first no longer fits."""

    text = (
        "Mit dieser Änderung ändert sich die Gebühr, die Sie schon bezahlt haben. Das geht hier nicht. "
        "Schreiben Sie dem Amt auf der Seite Ihres Vorgangs, was sich ändern soll. Ihre Eingaben sind gespeichert."
    )


NO_LONGER_NEEDED = "Nach der Korrektur nicht mehr nötig."


class NothingChanged(Refused):
    """The corrected form says what the old one said."""

    text = "Es ist noch nichts geändert. Wählen Sie „Ändern“ neben der Angabe, die nicht stimmt."


OBSTACLES = {Obstacle.UNPAID: NotPaidYet, Obstacle.DECIDED: AlreadyDecided, Obstacle.WITHDRAWN: Withdrawn}


def start_correction(ref: Ref, *, by: Citizen | Guest, at: datetime) -> Antrag:
    """Begins, or goes on with what was begun. Raises AlreadyDecided, NotPaidYet, Withdrawn."""
    with writing(by):
        vorgang = locked(ref, by)
        require_correctable(vorgang)
        antrag = locked_antrag(str(vorgang.antrag.key), by)
        versions = {"base": antrag.current, "working": antrag.current}
        Correction.objects.get_or_create(
            antrag=antrag,
            sent_at=None,
            defaults={**versions, "tenant_id": antrag.tenant_id, "person": antrag.person, "actor": by.code, "started_at": at},
        )
        return antrag


def discard_correction(ref: Ref, *, by: Citizen | Guest, at: datetime) -> None:
    """Nothing changes; what she typed and brought for it goes."""
    with writing(by):
        antrag = locked(ref, by).antrag
        if Correction.objects.filter(antrag=antrag, sent_at=None).delete()[0]:
            _drop(antrag, at)


def expire_corrections(*, at: datetime) -> int:
    """Begun and not sent for as long as a draft is kept: deleted with what was typed and brought. Returns how many."""
    gone = 0
    for tenant in tenants():
        with writing(Scope(tenant=tenant)):
            old = Correction.objects.filter(tenant_id=tenant, sent_at=None, started_at__lt=at - timedelta(days=DRAFT_DAYS))
            for correction in old.select_related("antrag"):
                gone += correction.delete()[0]
                _drop(correction.antrag, at)
    return gone


def _drop(antrag: Antrag, at: datetime) -> None:
    antrag.versions.filter(number__gt=antrag.current).delete()
    Document.objects.filter(antrag=antrag, vorgang=None, removed_at=None).update(removed_at=at)


def send_correction(ref: Ref, *, by: Citizen | Guest, at: datetime) -> Correction:
    """From now on these answers count. A second call returns the first. Raises what start_correction raises, NothingChanged,
    Incomplete, PaidFeeWouldChange; her versions stay."""
    with writing(by):
        antrag = locked_antrag(str(locked(ref, by).antrag.key), by)
        correction = antrag.corrections.filter(sent_at=None).first()
        if correction is None:
            return sent_before(antrag)
        vorgaenge = correctable(antrag)
        answers = judged(antrag, correction, at)
        if any(pays_other(vorgang, answers) for vorgang in vorgaenge):
            raise PaidFeeWouldChange
        if not Correction.objects.filter(pk=correction.pk, sent_at=None).update(sent_at=at, actor=by.code):
            return sent_before(antrag)
        keep_decided(antrag)
        take_over(antrag, correction, answers)
        for vorgang in offices_after(antrag, vorgaenge, answers, by=by, at=at):
            apply_to(vorgang, correction, answers, by=by, at=at)
        return Correction.objects.get(pk=correction.pk)


def correctable(antrag: Antrag) -> list[Vorgang]:
    """Its Vorgänge that a correction reaches, locked: a part that is decided or that she withdrew stands in no way of the others.
    Raises what the rule says where it reaches none, or one waits for its fee."""
    rows = list(Vorgang.objects.select_for_update(of=("self",)).filter(antrag=antrag).order_by("pk"))
    found = [(v, obstacle(Stage(v.stage))) for v in rows]
    reached = [v for v, why in found if why is None]
    if reached and Obstacle.UNPAID not in [why for _, why in found]:
        return reached
    raise OBSTACLES[min((why for _, why in found if why), key=list(Obstacle).index)]


def keep_decided(antrag: Antrag) -> None:
    """Before other answers count: what was decided keeps those it was decided on."""
    decided = [s for s in Stage if is_decided(s)]
    Vorgang.objects.filter(antrag=antrag, stage__in=decided, decided_version=None).update(decided_version=antrag.current)


def catch_up(vorgang: Vorgang, *, by: Clerk, at: datetime) -> None:
    """Its decision is gone: the answers that the others got meanwhile count for it too. The caller holds the lock."""
    if vorgang.decided_version is None:
        return
    correction = vorgang.antrag.corrections.exclude(sent_at=None).latest("sent_at", "pk")
    form = catalogue.revision(vorgang.revision_id).leistung.form
    apply_to(vorgang, correction, answers_that_count(form, vorgang.antrag.versions.get(number=vorgang.antrag.current).values), by=by, at=at)


def fee_after(vorgang: Vorgang, answers: dict[str, Any]) -> FeeResult:
    """What the rule of its part says of these answers."""
    leistung = catalogue.revision(vorgang.revision_id, vorgang.part).leistung
    return compute(leistung.fee, leistung.values, answers)


def pays_other(vorgang: Vorgang, answers: dict[str, Any]) -> bool:
    """What was due first would be another sum."""
    pays_first = catalogue.revision(vorgang.revision_id, vorgang.part).leistung.fee.pay_first
    return pays_first and fee_differs(vorgang, fee_after(vorgang, answers))


def offices_after(
    antrag: Antrag, vorgaenge: Sequence[Vorgang], answers: dict[str, Any], *, by: Citizen | Guest, at: datetime
) -> list[Vorgang]:
    """Those that go on, with the documents that came. An office they now need gets its Vorgang, one they no longer need ends it."""
    wanted = keys(catalogue.revision(antrag.revision_id).leistung, answers)
    there = set(Vorgang.objects.filter(antrag=antrag).values_list("part", flat=True))
    for vorgang in (v for v in vorgaenge if v.part not in wanted):
        end_part(vorgang, by=by, at=at)
    kept = [v for v in vorgaenge if v.part in wanted] + needed_again(antrag, wanted, at=at)
    opened = [open_vorgang(antrag, part, answers, by=by, at=at) for part in wanted if part not in there]
    for vorgang in opened:
        share(vorgang)
    if kept or opened:
        hand_over([*kept, *opened], answers, at=at)
    return kept


def needed_again(antrag: Antrag, wanted: Sequence[str], *, at: datetime) -> list[Vorgang]:
    """Ended by an earlier correction: its office goes on."""
    ended = Vorgang.objects.filter(antrag=antrag, part__in=wanted, stage=Stage.WITHDRAWN).exclude(part="")
    back = [v for v in ended if v.withdrawal_rows.latest("at", "pk").reason == NO_LONGER_NEEDED]
    for vorgang in back:
        move(vorgang, Stage.IN_REVIEW, at=at)
    return back


def end_part(vorgang: Vorgang, *, by: Citizen | Guest, at: datetime) -> None:
    """The corrected answers no longer need this office."""
    Withdrawal.objects.create(
        vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, reason=NO_LONGER_NEEDED, actor=by.code, at=at
    )
    Bescheid.objects.filter(vorgang=vorgang, taken_back_at=None, revoked_at=None).update(taken_back_at=at, taken_back_by=by.code)
    move(vorgang, Stage.WITHDRAWN, at=at)
    publish(VorgangWithdrawn(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk), by=by, at=at)


def require_correctable(vorgang: Vorgang) -> None:
    """Raises what the rule says."""
    found = obstacle(Stage(vorgang.stage))
    if found is not None:
        raise OBSTACLES[found]


def sent_before(antrag: Antrag) -> Correction:
    """The last one. Raises NotFound where she never corrected anything."""
    found: Correction | None = antrag.corrections.exclude(sent_at=None).order_by("-sent_at", "-pk").first()
    if found is None:
        raise NotFound
    return found


def judged(antrag: Antrag, correction: Correction, at: datetime) -> dict[str, Any]:
    """The corrected answers, complete and different."""
    service = catalogue.revision(antrag.revision_id)
    form, postcodes = service.leistung.form, frozenset(service.kommune.postcodes)
    old, new = (antrag.versions.get(number=n).values for n in (correction.base, correction.working))
    if not compare(form, old, new):
        raise NothingChanged
    before, after = answers_that_count(form, old), answers_that_count(form, new)
    if still_wrong(missing(form, new, today=local_day(at), postcodes=postcodes), before, after):
        raise Incomplete
    return after


def fee_differs(vorgang: Vorgang, fee: FeeResult) -> bool:
    """From what the rule said last; what a person set stays while the rule's own word stays."""
    last = FeeAssessment.objects.filter(vorgang=vorgang, actor=FEE_RULE).order_by("-at", "-pk").first()
    return last is None or (last.kind, last.total_cents, last.yearly_cents, last.lines) != (
        fee.kind,
        fee.total_cents,
        fee.yearly_cents,
        fee.as_json(),
    )


def take_over(antrag: Antrag, correction: Correction, answers: dict[str, Any]) -> None:
    """The version counts; mail goes to the corrected address."""
    antrag.current = correction.working
    antrag.save(update_fields=["current"])
    email = applicant_of(catalogue.revision(antrag.revision_id).leistung, answers).email
    Submission.objects.filter(antrag=antrag).update(email=email, email_folded=folded_or_empty(email))


def apply_to(vorgang: Vorgang, correction: Correction, answers: dict[str, Any], *, by: Citizen | Guest | Clerk, at: datetime) -> None:
    """Name and subject in the worklist, files, fee. A decision that waits for its second signature was about other answers: taken back."""
    service = catalogue.revision(vorgang.revision_id, vorgang.part)
    leistung = service.leistung
    applicant, fee = applicant_of(leistung, answers), fee_after(vorgang, answers)
    vorgang.subject = subject_of(leistung, answers)
    vorgang.applicant, vorgang.applicant_folded = applicant.name, found_by(applicant, vorgang.subject)
    vorgang.decided_version = None
    vorgang.save(update_fields=["applicant", "applicant_folded", "subject", "decided_version"])
    if not isinstance(by, Clerk):
        book_picked(vorgang, service, answers, by=by, at=at)
    if fee_differs(vorgang, fee):
        assess(vorgang, fee, at=at)
    if vorgang.stage == Stage.APPROVAL:
        Bescheid.objects.filter(vorgang=vorgang, taken_back_at=None, revoked_at=None).update(taken_back_at=at, taken_back_by=by.code)
        move(vorgang, Stage.IN_REVIEW, at=at)
    publish(AnswersCorrected(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, version=correction.working), by=by, at=at)

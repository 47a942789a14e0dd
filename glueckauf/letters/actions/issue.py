"""Issues a letter: typeset, sealed, stored, found again by its code or its file."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes

from glueckauf.core import files, ids
from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor
from glueckauf.letters.events import LetterIssued
from glueckauf.letters.models import Letter, LetterHash
from glueckauf.letters.providers import settings, typesetter
from glueckauf.letters.providers.keys import SealKey
from glueckauf.letters.providers.sheet import Sheet, State, render
from glueckauf.letters.providers.typesetter import Template
from glueckauf.letters.rules.daten import Daten


def issue(
    tenant: str,
    *,
    template: Template,
    daten: Mapping[str, Any],
    attachments: Mapping[str, bytes],
    subject_ref: str,
    number: str,
    title: str,
    recipient_person: str,
    by: Actor,
    at: datetime,
) -> Letter:
    """Returns the sealed letter. `template` is a file or its source text, `daten` as in docs/letters.md, `title` names no person.

    Typesetting and sealing (about 40 ms) happen before the transaction, so call it outside of one where you can.
    Raises TemplateBroken, pydantic's ValidationError or SealMissing; nothing is written then.
    """
    sender = Daten.model_validate(daten).kommune
    code = ids.new_code()
    state = State.DEMO if settings.is_demo_seal() else State.SEALED
    key = settings.key_of(tenant, name=sender.name)
    sheet = Sheet(template=template, daten=daten, state=state, code=code, attachments=attachments)
    sealed = seal(render(sheet, at=at), key, at)
    with writing(by):
        letter = Letter.objects.create(
            tenant=tenant,
            person=UUID(recipient_person) if recipient_person else None,
            subject_ref=subject_ref,
            number=number,
            title=title,
            issuer=f"{sender.name}, {sender.office}",
            sha256=files.store_bytes(sealed, at=at).sha256,
            certificate=key.certificate.fingerprint(hashes.SHA256()).hex(),
            template=typesetter.digest(template),
            issued_at=at,
        )
        keep_hashes(letter, ids.hash_code(code), hashlib.sha256(sealed).hexdigest())
        publish(LetterIssued(tenant=tenant, letter_id=letter.pk, subject_ref=subject_ref), by=by, at=at)
    return letter


def keep_hashes(letter: Letter, *digests: str) -> None:
    """What finds the letter before its tenant is known."""
    LetterHash.objects.bulk_create(LetterHash(digest=d, tenant=letter.tenant, letter_id=letter.pk) for d in digests)


def seal(pdf: bytes, key: SealKey, at: datetime) -> bytes:
    """Loads pyHanko only where a letter is sealed: it is a third of what a web process would otherwise read at its start."""
    from glueckauf.letters.providers.seal import seal as sealed

    return sealed(pdf, key, at=at)

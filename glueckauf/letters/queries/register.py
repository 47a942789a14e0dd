"""All letters of the house, one by one, for the operator who restored a copy."""

from collections import Counter
from datetime import datetime
from io import BytesIO

from glueckauf.cities.queries import tenants
from glueckauf.core.db import reading
from glueckauf.core.files import read_blob
from glueckauf.core.scope import Scope
from glueckauf.letters.models import Letter
from glueckauf.letters.queries.verify import verify_upload


def verify_all(at: datetime) -> tuple[Counter[str], list[int]]:
    """How many letters have which verdict, and the ids of those that should be ours and are not: unknown, changed, missing."""
    verdicts: Counter[str] = Counter()
    wrong: list[int] = []
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            letters = list(Letter.objects.filter(tenant=tenant).exclude(sha256="").order_by("pk").values_list("pk", "sha256"))
        for pk, sha256 in letters:
            verdict = verdict_of(sha256, at)
            verdicts[verdict] += 1
            if verdict in {"unknown", "changed", "missing"}:
                wrong.append(pk)
    return verdicts, wrong


def verdict_of(sha256: str, at: datetime) -> str:
    """As the public page would say it."""
    try:
        return str(verify_upload(BytesIO(read_blob(sha256)), at=at).outcome)
    except FileNotFoundError:
        return "missing"

"""The seal: a PAdES signature without a picture, and its examination. pyHanko does both; we hold the key and judge by its bottom line."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from typing import IO, Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import KeyUsageConstraints, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from glueckauf.letters.providers.keys import SealKey
from glueckauf.letters.rules.seal import Examined, Seal

FIELD = "Siegel"
LIMITS = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=100_000_000, max_ratio=20))  # a letter unpacks to two MB
MAGIC, RANGE, CHUNK = b"%PDF-", b"/ByteRange", 64 * 1024
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


class Signer(signers.Signer):
    """pyHanko's signer around a key that is loaded already, wherever it lies."""

    def __init__(self, key: SealKey) -> None:
        self.key = key
        chain: SimpleCertificateStore = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        chain.register_multiple(to_asn1(c) for c in key.chain)
        super().__init__(signing_cert=to_asn1(key.certificate), cert_registry=chain, prefer_pss=False)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's
        """A dry run only asks for the size."""
        return bytes(self.key.signature_bytes) if dry_run else self.key.sign(data)


class PdfSigner(signers.PdfSigner):
    """Writes the instant that came in as time of the seal; pyHanko would read the clock."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        """The session of one signature."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def seal(pdf: bytes, key: SealKey, *, at: datetime) -> bytes:
    """The PDF with an invisible PAdES seal (B-B). Everything before it stays byte for byte as it was."""
    meta = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signer = PdfSigner(meta, Signer(key), new_field_spec=SigFieldSpec(FIELD), at=at)
    out = BytesIO()
    finished(signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out))
    return out.getvalue()


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """pyHanko works asynchronously. In a thread of its own no other loop is running, wherever we are called from."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def examine(file: IO[bytes], *, trusted: tuple[x509.Certificate, ...], moment: datetime) -> Examined:
    """Good only if pyHanko's bottom line is: unchanged, nothing added, certificate from a root we trust. Never raises for a bad file."""
    if not may_be_signed(file):
        return Examined(seal=Seal.ABSENT)
    try:
        signatures = PdfFileReader(file, decode_limits=LIMITS).embedded_signatures
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError):
        return Examined(seal=Seal.ABSENT)
    if not signatures:
        return Examined(seal=Seal.ABSENT)
    try:
        return judge(signatures[0], trusted=trusted, moment=moment)
    except (PdfError, SignatureValidationError, ValidationInfoReadingError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return Examined(seal=Seal.FOREIGN)


def may_be_signed(file: IO[bytes]) -> bool:
    """A look at the bytes before a parser sees them: /ByteRange stands in plain text in every signed PDF."""
    file.seek(0)
    found, tail = file.read(len(MAGIC)) == MAGIC, b""
    while found and (chunk := file.read(CHUNK)):
        if RANGE in tail + chunk:
            file.seek(0)
            return True
        tail = chunk[-len(RANGE) :]
    file.seek(0)
    return False


def judge(signature: Any, *, trusted: tuple[x509.Certificate, ...], moment: datetime) -> Examined:
    """The first seal of a file."""
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    roots = [to_asn1(c) for c in trusted]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
    status = finished(async_validate_pdf_signature(signature, context, key_usage_settings=USAGE))
    known = status.trusted or certificate in trusted or signed_by_one_of(certificate, trusted)
    if not known:
        return Examined(seal=Seal.FOREIGN)
    return Examined(
        seal=Seal.GOOD if status.bottom_line else Seal.BROKEN,
        fingerprint=fingerprint(certificate),
        subject=common_name(certificate),
        valid_until=certificate.not_valid_after_utc,
        sealed_bytes=end_of(signature.byte_range),
    )


def signed_by_one_of(certificate: x509.Certificate, trusted: tuple[x509.Certificate, ...]) -> bool:
    """Whether a trusted certificate issued this one, whatever the day."""
    for root in trusted:
        try:
            certificate.verify_directly_issued_by(root)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False


def end_of(byte_range: Any) -> int:
    """Where the sealed part of the file ends."""
    return int(byte_range[2]) + int(byte_range[3])


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def common_name(certificate: x509.Certificate) -> str:
    """Name in the certificate, as people may read it."""
    values = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(values[0].value) if values else ""


def to_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """As pyHanko holds it."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))

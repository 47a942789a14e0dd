"""A seal whose key never leaves a PKCS#11 token: smart card, USB token, hardware security module.

Key and certificate are found by their label: that of the tenant (bochum), else `siegel` for the whole installation. Each signature
opens a session of its own, so that a token that was unplugged or restarted in between is simply there again.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pkcs11.util.ec import encode_ecdsa_signature

from glueckauf.letters.providers.authority import SealFolder, SealMissing
from glueckauf.letters.providers.keys import EC_OVERHEAD

FOR_ALL = "siegel"
one_at_a_time = Lock()  # a login holds for the whole process, and modules differ in what they allow beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Where keys are: the module of its maker, the token's label, its PIN."""

    module: Path
    label: str
    pin: str

    @contextmanager
    def session(self) -> Iterator[Any]:
        """Signed in. Raises SealMissing."""
        with one_at_a_time:
            try:
                with pkcs11.lib(str(self.module)).get_token(token_label=self.label).open(user_pin=self.pin) as session:
                    yield session
            except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
                reason = str(error) or type(error).__name__
                raise SealMissing(
                    f"GLUECKAUF_SEAL_PKCS11, GLUECKAUF_SEAL_TOKEN: no answer from token {self.label} in {self.module} ({reason})"
                ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """A key on a token. `signature_bytes` was asked when it was found."""

    token: Token
    label: str
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    signature_bytes: int

    def sign(self, message: bytes) -> bytes:
        """ECDSA as DER, or RSA PKCS#1 v1.5, over the SHA-256 of the message."""
        with self.token.session() as session:
            key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.label)
            if key.key_type == pkcs11.KeyType.RSA:
                return bytes(key.sign(message, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
            signed = key.sign(hashlib.sha256(message).digest(), mechanism=pkcs11.Mechanism.ECDSA)
            return bytes(encode_ecdsa_signature(signed))


@lru_cache(maxsize=64)
def token_key(folder: SealFolder, tenant: str, token: Token) -> TokenKey:
    """Found once per process; its certificate is trusted from then on. Raises SealMissing."""
    with token.session() as session:
        label = next((name for name in (tenant, FOR_ALL) if certificates(session, name)), "")
        if not label:
            raise SealMissing(f"token {token.label} holds no certificate labelled {tenant} or {FOR_ALL}")
        certificate = certificates(session, label)[0]
        public = certificate.public_key()
        bits = int(getattr(public, "key_size", 0))
    folder.trust(certificate)
    size = (bits + 7) // 8
    is_rsa = isinstance(public, RSAPublicKey)
    return TokenKey(token=token, label=label, certificate=certificate, chain=(), signature_bytes=size if is_rsa else 2 * size + EC_OVERHEAD)


def certificates(session: Any, label: str) -> list[x509.Certificate]:
    """Those with this label."""
    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.LABEL: label}
    return [x509.load_der_x509_certificate(found[pkcs11.Attribute.VALUE]) for found in session.get_objects(wanted)]

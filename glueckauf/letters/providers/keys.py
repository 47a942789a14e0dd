"""The key that seals. The rest of letters needs four things of it, so that a token can take the place of a file.

`LocalKey` is a P-256 or RSA key in memory; providers.token has one that stays on its token.
"""

from dataclasses import dataclass
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

EC_OVERHEAD = 9  # bytes that DER adds at most to the two numbers of an ECDSA signature


class SealKey(Protocol):
    """What sealing needs of a key."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of this key."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """Certificates between it and its root, root included when known."""

    @property
    def signature_bytes(self) -> int:
        """The most a signature can take."""

    def sign(self, message: bytes) -> bytes:
        """ECDSA or RSA PKCS#1 v1.5 over the SHA-256 of the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalKey:
    """A key in this process's memory. Loaded once: checking an RSA key at each load costs ten times a signature."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @classmethod
    def of(cls, private: object, certificate: x509.Certificate, *, chain: tuple[x509.Certificate, ...]) -> "LocalKey":
        """Raises TypeError for a kind of key that seals of authorities do not have."""
        if not isinstance(private, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
            raise TypeError(f"a seal needs an RSA or elliptic curve key, not {type(private).__name__}")
        return cls(private=private, certificate=certificate, chain=chain)

    @property
    def signature_bytes(self) -> int:
        """Of RSA the length of the key, of ECDSA twice that and what DER adds."""
        size = (self.private.key_size + 7) // 8
        return 2 * size + EC_OVERHEAD if isinstance(self.private, ec.EllipticCurvePrivateKey) else size

    def sign(self, message: bytes) -> bytes:
        """With SHA-256."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(message, ec.ECDSA(hashes.SHA256()))
        return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())

"""Every setting an operator can make, typed, with unit, default and a sentence. Nothing else reads the environment."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, PostgresDsn, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from glueckauf.supply.rules.scheduler import check
from glueckauf.telemetry.rules.keep import Keep, SeriesKind

ROOT = Path(__file__).resolve().parents[2]


class Env(BaseSettings):
    """Read once at start from variables named GLUECKAUF_…; a missing or wrong one stops the start by its name."""

    model_config = SettingsConfigDict(env_prefix="GLUECKAUF_", extra="ignore", frozen=True)

    mode: Literal["demo", "test", "production"] = Field(
        "demo", description="demo shows demo pages and a banner; production refuses weak secrets."
    )
    secret_key: SecretStr | None = Field(None, description="Signs sessions. Required in production; else made once in var/.")
    var: Path = Field(ROOT / "var", description="Folder of everything that is written: database, files, keys, logs.")
    leistungen: Path = Field(ROOT / "leistungen", description="Folder of the service definitions.")
    kommunen: Path = Field(ROOT / "kommunen", description="Folder of the cities.")
    netzbetreiber: Path = Field(ROOT / "netzbetreiber", description="Folder of the operators of their networks.")
    database: PostgresDsn | None = Field(None, description="PostgreSQL as the application's role; unset: SQLite in var/.")
    database_owner: PostgresDsn | None = Field(None, description="PostgreSQL as the owner of the tables, for migrations only.")
    database_backup: PostgresDsn | None = Field(None, description="PostgreSQL as a role that may read every row, for backups only.")
    listen_host: str = Field("127.0.0.1", description="Address the web server listens on.")
    listen_port: int = Field(8000, description="Port the web server listens on.")
    web_processes: int = Field(2, ge=1, description="Web processes; each holds one (SQLite) or two (PostgreSQL) database connections.")
    base_url: str = Field(
        default_factory=lambda given: f"http://127.0.0.1:{given.get('listen_port', 8000)}",
        description="Public address, without slash at the end; goes into mails and letters. Unset: this machine, on the port above.",
    )
    allowed_hosts: str = Field("127.0.0.1,localhost,[::1],testserver", description="Host names served, separated by commas.")
    trusted_proxies: str = Field(
        "", description="Addresses or networks, by commas, of proxies whose X-Forwarded-For counts; `socket` for a Unix socket."
    )
    mail_domain: str = Field("post.glueckauf.example", description="Domain of the reply addresses.")
    smtp_host: str = Field("", description="Relay for outgoing mail; empty: mail stays in the table (demo).")
    smtp_port: int = Field(25, description="Port of the relay.")
    lmtp_host: str = Field("127.0.0.1", description="Address the mail inlet listens on.")
    lmtp_port: int = Field(2424, description="Port the mail inlet listens on; 0 takes any free one.")
    imap_url: SecretStr | None = Field(
        None, description="imap[s]://user:password@host:port/folder, the second way in for mail; unset: off."
    )
    clamd_socket: Path | None = Field(None, description="Socket of clamd; unset: uploads are shown as not scanned.")
    files_s3_bucket: str = Field("", description="Bucket of an S3-compatible store that keeps the files; empty: the folder var/files.")
    files_s3_endpoint: str = Field("", description="Address of that store, as https://s3.example; empty: Amazon's.")
    files_s3_region: str = Field("", description="Region of the bucket, where the store has any.")
    files_s3_access_key: SecretStr | None = Field(None, description="Access key of the store.")
    files_s3_secret_key: SecretStr | None = Field(None, description="Secret key of the store.")
    seal_pkcs12: Path | None = Field(
        None, description="Key of the seal: a file for all or a folder of <tenant>.p12. Production needs it or seal_pkcs11."
    )
    seal_pkcs11: Path | None = Field(None, description="Module (.so) of a token or HSM that holds the key of the seal instead.")
    seal_token: str = Field("glueckauf", description="Label of that token.")
    seal_password: SecretStr | None = Field(None, description="Password of the PKCS#12 files, or PIN of the token.")
    payment_secret: SecretStr | None = Field(
        None, description="Shared with the payment provider, signs its notifications; unset: made once in var/ for the simulator."
    )
    undo_minutes: int = Field(10, ge=0, description="Minutes in which a clerk can take a decision back before the letter goes out.")
    max_upload_mb: int = Field(20, description="Largest single upload, in MB.")
    mqtt_url: SecretStr | None = Field(
        None, description="mqtts://user:password@host:port of the broker devices publish at; mqtt:// on this machine only; unset: off."
    )
    dask: str = Field(
        "",
        description="Scheduler that runs studies: tls://host:8786, or tcp://127.0.0.1:8786 on this machine; empty: engine processes here.",
    )
    dask_ca: Path | None = Field(None, description="Certificate of the authority of the cluster; tls:// needs it and the next two.")
    dask_certificate: Path | None = Field(None, description="Our certificate as a client of the scheduler.")
    dask_key: Path | None = Field(None, description="Its key.")
    studies_processes: int = Field(1, ge=1, le=64, description="Engine processes for studies, where no cluster is set.")
    telemetry_gauge: Keep = Field(
        Keep(), description='Days values of a state are kept, as JSON: {"raw_days": 60, "hourly_days": 800, "daily_days": 3650}.'
    )
    telemetry_counter: Keep = Field(Keep(), description="The same for readings that only grow. Those of households are personal data.")
    log_level: Literal["DEBUG", "INFO", "WARNING"] = "INFO"

    @model_validator(mode="after")
    def scheduler_is_safe(self) -> "Env":
        """A scheduler runs whatever reaches it."""
        if self.dask:
            check(self.dask, has_files=all((self.dask_ca, self.dask_certificate, self.dask_key)))
        return self

    @property
    def is_demo(self) -> bool:
        """Demo pages, banner and movable clock exist only then."""
        return self.mode == "demo"

    @property
    def is_production(self) -> bool:
        """Secrets must come from outside; cookies need TLS."""
        return self.mode == "production"

    def telemetry_keep(self) -> dict[SeriesKind, Keep]:
        """How long what is kept, by kind of series."""
        return {SeriesKind.GAUGE: self.telemetry_gauge, SeriesKind.COUNTER: self.telemetry_counter}

    def signing_key(self) -> str:
        """The secret key, or in demo and test one made at first start and kept in var/."""
        if self.secret_key:
            return self.secret_key.get_secret_value()
        if self.is_production:
            raise SystemExit("Not started.\nGLUECKAUF_SECRET_KEY is missing: `openssl rand -base64 48` gives one.")
        return kept_secret(self.var / "secret.key")

    def shared_payment_secret(self) -> str:
        """What provider and house both know."""
        if self.payment_secret:
            return self.payment_secret.get_secret_value()
        return kept_secret(self.var / "payment.key")


def kept_secret(path: Path) -> str:
    """A random secret that is made at first use and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # atomic: two processes at first start end with one secret
            path.hardlink_to(made)
        made.unlink()
    return path.read_text()


def read() -> Env:
    """One sentence per variable that is wrong, instead of a traceback."""
    try:
        return Env()
    except ValidationError as error:
        wrong = [f"GLUECKAUF_{str((found['loc'] or ('dask',))[0]).upper()}: {found['msg']}" for found in error.errors(include_input=False)]
        raise SystemExit("\n".join(("Not started.", *wrong))) from None


def unknown() -> tuple[str, ...]:
    """Variables that look like ours and are not: a typing error would go unnoticed."""
    known = {f"GLUECKAUF_{name.upper()}" for name in Env.model_fields}
    return tuple(sorted(name for name in os.environ if name.startswith("GLUECKAUF_") and name not in known))


env = read()

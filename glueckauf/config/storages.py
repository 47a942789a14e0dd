"""Where files lie: a folder in var/, or a bucket of an S3-compatible store. The house writes each content once, under its hash."""

from typing import Any

from glueckauf.config.env import Env

CONNECT_S, READ_S, ATTEMPTS = 5, 30, 3


def files_storage(env: Env) -> dict[str, Any]:
    """The entry `default` of STORAGES."""
    if not env.files_s3_bucket:
        return {"BACKEND": "glueckauf.core.whole_files.WholeFiles", "OPTIONS": {"location": env.var / "files"}}
    from botocore.config import Config  # costs a second and 30 MB: only who uses it pays

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.files_s3_bucket,
            "endpoint_url": env.files_s3_endpoint or None,
            "region_name": env.files_s3_region or None,
            "access_key": env.files_s3_access_key.get_secret_value() if env.files_s3_access_key else None,
            "secret_key": env.files_s3_secret_key.get_secret_value() if env.files_s3_secret_key else None,
            "file_overwrite": True,  # the name is the hash of the content: a second copy is the same
            "default_acl": None,
            "client_config": Config(
                connect_timeout=CONNECT_S,
                read_timeout=READ_S,
                retries={"total_max_attempts": ATTEMPTS},
                s3={"addressing_style": "path"},
                signature_version="s3v4",
            ),
        },
    }

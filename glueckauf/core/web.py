"""The web server: granian, WSGI, few threads. Measured settings; more threads than connections would end in refused connections."""

import http.client
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from glueckauf.core.supervise import die_with_parent

# SQLite has one writer, so a second thread only waits; PostgreSQL works while the first one waits for it.
THREADS = {"sqlite": 1, "postgresql": 2}


def preload() -> None:
    """Imports the application before the fork, so that its processes share it."""
    import_string(settings.WSGI_APPLICATION)
    import_string(f"{settings.ROOT_URLCONF}.urlpatterns")


def collect_static() -> None:
    """Copies, hashes and compresses static files when one is newer than the last copy; tests serve them from the source."""
    name = getattr(staticfiles_storage, "manifest_name", "")
    if not name:
        return
    manifest = Path(settings.STATIC_ROOT) / name
    collected = manifest.stat().st_mtime if manifest.exists() else 0
    sources = (Path(found.path(name)) for finder in get_finders() for name, found in finder.list(()))
    if any(source.stat().st_mtime > collected for source in sources):
        call_command("collectstatic", interactive=False, verbosity=0)


def serve() -> None:
    """Blocks until SIGTERM. A web process that dies is started again."""
    module, _, name = settings.WSGI_APPLICATION.rpartition(".")
    server = Granian(
        f"{module}:{name}",
        address=settings.GLUECKAUF.listen_host,
        port=settings.GLUECKAUF.listen_port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.GLUECKAUF.web_processes,
        blocking_threads=THREADS[connection.vendor],
        backpressure=64,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        log_access=False,
    )
    server.serve(target_loader=partial(load, settings.WSGI_APPLICATION), wrap_loader=False)


def load(application: str) -> Any:
    """Runs in each web process: ends with the server, also when that is killed."""
    die_with_parent()
    return import_string(application)


def is_up() -> bool:
    """Whether the web server answers on /health."""
    host = settings.GLUECKAUF.listen_host
    ask = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, settings.GLUECKAUF.listen_port, timeout=2)  # noqa: S104 - compared, not bound
    try:
        ask.request("GET", "/health", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return ask.getresponse().status == 200
    except OSError:
        return False
    finally:
        ask.close()

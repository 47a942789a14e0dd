"""Django's settings. Values an operator sets come from config.env; this file only arranges them."""

from csp.constants import NONE, SELF

from glueckauf.config.databases import databases, postgres
from glueckauf.config.env import ROOT, env, unknown
from glueckauf.config.storages import files_storage

for folder in ("tmp", "static"):
    env.var.joinpath(folder).mkdir(parents=True, exist_ok=True)
DEBUG = False
SECRET_KEY = env.signing_key()
ALLOWED_HOSTS = env.allowed_hosts.split(",")
CSRF_TRUSTED_ORIGINS = [env.base_url]
ROOT_URLCONF = "glueckauf.config.urls"
WSGI_APPLICATION = "glueckauf.config.wsgi.application"
DATABASES = databases(env)
DATABASE_APP_ROLE = DATABASES["default"].get("USER", "")
DATABASE_OWNER = postgres(str(env.database_owner)) if env.database_owner else None
DATABASE_BACKUP = postgres(str(env.database_backup)) if env.database_backup else None
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.ClerkAccount"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "glueckauf.core",
    "glueckauf.cities",
    "glueckauf.identity",
    "glueckauf.forms",
    "glueckauf.letters",
    "glueckauf.payments",
    "glueckauf.mail",
    "glueckauf.telemetry",
    "glueckauf.catalogue",
    "glueckauf.vorgaenge",
    "glueckauf.supply",
    "glueckauf.portal",
    "glueckauf.api",
]

MIDDLEWARE = [
    "glueckauf.core.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "glueckauf.core.middleware.SafetyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "glueckauf.core.middleware.LanguageChoice",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "glueckauf.core.whole_requests.WholeRequests",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "glueckauf.identity.middleware.ActorMiddleware",
    "glueckauf.core.middleware.RefusedPages",
    "glueckauf.portal.middleware.Usage",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "glueckauf.core.page.page",
                "glueckauf.identity.permissions.page",
                "glueckauf.supply.permissions.page",
            ],
            "builtins": ["glueckauf.core.templatetags.glueckauf"],
        },
    }
]
FORM_RENDERER = "glueckauf.core.renderer.Kern"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [ROOT / "glueckauf" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.var / "static"
STORAGES = {
    "default": files_storage(env),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.mode == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = env.mode == "test"
WHITENOISE_MANIFEST_STRICT = False

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",  # made by core's migrations
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What every service page asks for and each process may know for itself: no way to the database for it.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5_000}},
}
SESSION_ENGINE = "glueckauf.core.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.base_url.startswith("https://")
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script needs it
CSRF_FAILURE_VIEW = "glueckauf.core.error_pages.csrf_failure"
SECURE_SSL_REDIRECT = False  # nginx does it; the application sits behind it
SECURE_HSTS_SECONDS = 31_536_000 if env.is_production else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.is_production else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["glueckauf.core.uploads.handler.LimitedUpload"]
FILE_UPLOAD_TEMP_DIR = env.var / "tmp"

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
# Tests make hundreds of accounts: a slow hash is proven by the one test of it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers." + ("MD5PasswordHasher" if env.mode == "test" else "ScryptPasswordHasher")]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/schreibtisch/anmelden/"
LOGIN_REDIRECT_URL = "/schreibtisch/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_ADAPTER = "glueckauf.identity.providers.ClerkSignIn"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}  # a whole town hall may share one address
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "glueckauf.identity.providers.SecondFactor"
MFA_TOTP_ISSUER = "Glückauf Schreibtisch"
MFA_TOTP_TOLERANCE = 1  # the half minute before and after; identity keeps a code from being used twice
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts of clerks have no address

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.smtp_host
EMAIL_PORT = env.smtp_port
DEFAULT_FROM_EMAIL = f"Glückauf <keine-antwort@{env.mail_domain}>"

LOGGING_CONFIG = "glueckauf.config.logging.configure"
LOGGING = {"level": env.log_level}

SILENCED_SYSTEM_CHECKS: list[str] = []

UNKNOWN_VARIABLES = unknown()
GLUECKAUF = env  # domains read values from here; only config reads the environment

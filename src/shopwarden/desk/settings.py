"""The settings of the desk: secure as they are, changed by the environment only.

===========================  ===========================================================
``SHOPWARDEN_DATA``          folder of the data (default: the platform's data folder)
``SHOPWARDEN_URL``           the address people open; ``https://`` switches every
                             transport protection on
``SHOPWARDEN_HOSTS``         more host names to answer to, comma-separated
``SHOPWARDEN_PROXIES``       how many proxies stand in front (default: 1 with https, else 0)
``SHOPWARDEN_DATABASE_URL``  ``postgresql://…`` instead of SQLite in the data folder
``SHOPWARDEN_KEY_FILE``      the data keys (default: ``<data>.keys/data``)
``SHOPWARDEN_SECRET_KEY``    signs sessions (default: ``<data>.keys/django``)
``SHOPWARDEN_UPLOAD_LIMIT``  most bytes of one upload (default: 1000000000)
``SHOPWARDEN_THREADS``       how many requests are answered at once (default: 8)
``SHOPWARDEN_LOG_LEVEL``     DEBUG, INFO, WARNING or ERROR (default: INFO)
===========================  ===========================================================

Importing this module changes nothing on the disk; ``desk.start.prepare`` does.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from shopwarden.desk import environment, keys, logs, sqlite

DATA: Final = environment.data_dir()
ADDRESS: Final = environment.url(
    "SHOPWARDEN_URL", "http://127.0.0.1:8000", schemes=frozenset({"http", "https"})
)
HTTPS: Final = ADDRESS.scheme == "https"
OWN_APPS: Final = (
    "common",
    "accounts",
    "shops",
    "audit",
    "trade",
    "rulebook",
    "live",
    "notices",
    "intake",
    "alerts",
    "groups",
    "scores",
    "filings",
    "api",
)

DEBUG = False
SECRET_KEY = keys.read_django_key()
ROOT_URLCONF = "shopwarden.desk.urls"
WSGI_APPLICATION = "shopwarden.desk.wsgi.application"
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    str(ADDRESS.hostname),
    *environment.words("SHOPWARDEN_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [f"{ADDRESS.scheme}://{ADDRESS.netloc}"]

INSTALLED_APPS = [
    # Before the others: our templates replace theirs.
    *(f"shopwarden.desk.{app}" for app in OWN_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shopwarden.desk.api.middleware.ProgramMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shopwarden.desk.common.middleware.SignInMiddleware",
    "shopwarden.desk.common.middleware.PersonMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shopwarden.desk.common.context.frame",
            ],
            "builtins": ["shopwarden.desk.common.templatetags.desk"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def _database() -> dict[str, Any]:
    if not environment.secret("SHOPWARDEN_DATABASE_URL"):
        return {
            "ENGINE": "shopwarden.desk.sqlite",
            "NAME": DATA / "desk.sqlite3",
            "OPTIONS": dict(sqlite.OPTIONS),
            # Opening the file and repeating the pragmas costs two thirds of the speed.
            "CONN_MAX_AGE": None,
        }
    parts = environment.url(
        "SHOPWARDEN_DATABASE_URL", "", schemes=frozenset({"postgresql", "postgres"})
    )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname,
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
CACHES = {
    "default": {
        # Shared by all processes: the log-in limits count in it.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and their sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        ("shopwarden.desk.accounts.validators.LengthValidator", {"min_length": 10}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            {"user_attributes": ("email", "name")},
        ),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_SAVE_EVERY_REQUEST = False
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

ACCOUNT_ADAPTER = "shopwarden.desk.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.integer("SHOPWARDEN_PROXIES", int(HTTPS))
MFA_ADAPTER = "shopwarden.desk.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Shopwarden"
# No outgoing mail is needed to run a desk, so an address is never verified by one.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers offer passkeys on https and on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Transport and browser
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^health$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# The desk itself speaks plain HTTP: with https there is always a proxy that ends TLS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "shopwarden.desk.common.failures.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [DATA / "locale" / app for app in OWN_APPS]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "shopwarden.desk.formats"
TIME_ZONE = "UTC"

# Files
UPLOAD_LIMIT = environment.integer("SHOPWARDEN_UPLOAD_LIMIT", 1_000_000_000, least=1)
THREADS = environment.integer("SHOPWARDEN_THREADS", 8, least=3)
# Records a program brings at once; the gate keeps every other form smaller.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16_000_000
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = logs.configuration(environment.text("SHOPWARDEN_LOG_LEVEL", "INFO").upper())

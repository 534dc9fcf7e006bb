"""Django settings of one installation. What differs between installations comes from ``env``."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huiyin.config import databases, env, keys, live_url, storage

ENV = env.read()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENV.switch("HUIYIN_DEBUG")
ALLOWED_HOSTS = ENV.allowed_hosts
INSTANCE_NAME = ENV.HUIYIN_INSTANCE_NAME


def _secret_key() -> str:
    if ENV.HUIYIN_SECRET_KEY:
        return ENV.HUIYIN_SECRET_KEY
    path = ENV.keys / "django.key"
    return keys.read_or_create(path, lambda: secrets.token_urlsafe(64).encode()).decode()


# Lazy: tools that only read settings (type checker, translations) must not create a home folder.
SECRET_KEY = lazy(_secret_key, str)()

# Opens one matter to its resident, with the number; kept apart so that a new SECRET_KEY leaves the
# codes on printed letters valid.
ACCESS_CODE_KEY = lazy(
    lambda: keys.read_or_create(ENV.keys / "access-code.key", lambda: secrets.token_bytes(32)),
    bytes,
)()

# Seals the secrets of second factors (authenticator apps, recovery codes).
SECOND_FACTOR_KEY = lazy(
    lambda: keys.read_or_create(ENV.keys / "second-factor.key", Fernet.generate_key), bytes
)()

# A folder with an office's own fonts for letters (仿宋, 小标宋); empty for the bundled ones.
OFFICE_FONTS = ENV.HUIYIN_FONTS

INSTALLED_APPS = [
    "huiyin.places",
    "huiyin.people",
    "huiyin.matters",
    "huiyin.letters",
    "huiyin.methods",
    "huiyin.archive",
    "huiyin.notices",
    "huiyin.reception",
    "huiyin.exchange",
    "huiyin.duties",
    "huiyin.insight",
    "huiyin.demo",
    "huiyin.ui",
    "huiyin.accounts",
    "huiyin.desk",
    "huiyin.api",
    "huiyin.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "pgtrigger",
    "procrastinate.contrib.django",
]
AUTH_USER_MODEL = "people.Account"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huiyin.config.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # masks its lengths (BREACH)
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huiyin.accounts.first.FirstThings",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": databases.default(ENV)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: codes that were used, tries that are counted.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "huiyin_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# The residents' map: tiles, and whether they are drawn in GCJ-02.
TILES = ENV.HUIYIN_TILES
TILES_GCJ02 = ENV.switch("HUIYIN_TILES_GCJ02")

# Larger than any form: a text that is too long is answered by its field, not by the server.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
# Browser libraries, which set-up fetches from npm (tools/setup_npm.py).
STATICFILES_DIRS = [
    PACKAGE.parents[1] / "build" / "web",
    ("guide", PACKAGE.parents[1] / "docs" / "guide" / "images"),
]
STORAGES = storage.storages(ENV)

# Where open pages listen for changes; how many pages one process lets listen.
LIVE_URL = live_url.checked(ENV.HUIYIN_LIVE_URL)
LIVE_MOST = live_url.most(ENV.HUIYIN_LIVE_MOST)
LIVE_EVERY = 30_000  # milliseconds between two questions of a page that cannot listen

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = ENV.HUIYIN_TIME_ZONE

LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Signing in (huiyin.accounts): by user name, never by mail; nobody signs up.
ACCOUNT_ADAPTER = "huiyin.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": None,  # counted by huiyin.accounts.guard: an office may share one address
    "login_failed": "5/5m/key",  # codes of second factors
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
MFA_ADAPTER = "huiyin.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "authenticate": "huiyin.accounts.second_factor.SecondStepForm",
    "reauthenticate": "huiyin.accounts.second_factor.AgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ
MFA_ROLES = ENV.mfa_roles
SOCIALACCOUNT_ADAPTER = "huiyin.accounts.oidc.OfficeAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that is sent on elsewhere is stopped by form-action
SOCIALACCOUNT_PROVIDERS = ENV.oidc_providers
OIDC_NAME = ENV.HUIYIN_OIDC_NAME
OIDC_CLAIM = ENV.HUIYIN_OIDC_CLAIM
OIDC_CREATES = ENV.switch("HUIYIN_OIDC_CREATES")
OIDC_ROLES = ENV.oidc_roles

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": f"'self' data: {ENV.tiles_host}".strip(),
    "connect-src": " ".join(["'self'", *live_url.sources(LIVE_URL, ALLOWED_HOSTS)]),
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
if ENV.switch("HUIYIN_HTTPS"):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A failure must leave a trace where the program runs. Django's own log of a failed request carries
# its address and the traceback, never the form, which holds personal data; what leads to a matter
# is taken out of both.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "huiyin.config.logs.WithoutMatters",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "WARNING", "propagate": False},
        # At DEBUG these two write out whole pages' values and whole statements.
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
    },
}

"""Django's settings, derived from the surroundings (environment variables and data folder).

Three situations: production (the default), demonstration (``COMIPLA_DEMO=1``: one-click
log-ins, plain http) and test. Production is strict by default; nothing has to be switched on.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from comipla.config.database import databases
from comipla.config.surroundings import Process, secret_key, surroundings
from comipla.people.auth_settings import *  # noqa: F403 - taken over whole, as it says

AROUND = surroundings()
PACKAGE = Path(__file__).resolve().parents[1]
TESTING = AROUND.process is Process.TEST

# --- What this installation is
DEBUG = AROUND.debug
DEMO = AROUND.demo
DEMO_ACCOUNTS = "comipla.config.demo.demo_accounts"  # tells whom one click enters
COMIPLA_TODAY = AROUND.today
SECRET_KEY = secret_key(AROUND.data)
ALLOWED_HOSTS = AROUND.hosts
PUBLIC_URL = AROUND.public_url or f"http://127.0.0.1:{AROUND.port}"
CSRF_TRUSTED_ORIGINS = [AROUND.public_url] if AROUND.public_url else []
ROOT_URLCONF = "comipla.config.urls"
WSGI_APPLICATION = "comipla.config.wsgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # exclusion constraints
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "comipla.places",
    "comipla.people",
    "comipla.programme",
    "comipla.documents",
    "comipla.notices",
    "comipla.communities",
    "comipla.population",
    "comipla.plans",
    "comipla.surveys",
    "comipla.blockgrants",
    "comipla.books",
    "comipla.cases",
    "comipla.web",
    "comipla.config",
]

MIDDLEWARE = [
    "comipla.web.middleware.ProbesNeedNoName",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "comipla.web.middleware.NothingIsStored",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comipla.people.middleware.SessionLimits",
    "comipla.people.middleware.ActingBody",
    "comipla.people.middleware.SecondFactorRequired",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

# --- Data. Transactions live in services: no ATOMIC_REQUESTS.
DATABASES = databases(AROUND)
# In the database, so that limits hold across workers and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "comipla_cache",
    }
}
MEDIA_ROOT = AROUND.data / "files"
MEDIA_URL = "files/"  # never served from disk: a view checks who asks
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# --- Background work: each app declares its jobs in ``jobs.py``.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- Pages
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "comipla.web.environment.environment",
            "context_processors": ["comipla.web.context.frame"],
        },
    },
    {  # for third parties; what users see of them is overridden in the Jinja2 folder
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
STATIC_URL = "static/"
STATIC_ROOT = None if DEBUG or TESTING else AROUND.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING  # found where they are written: no collecting before every run
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# --- Who may enter: sign-in, second factors, limits and sessions are the people's matter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not AROUND.production
SECOND_FACTOR_REQUIRED = AROUND.production
ALLAUTH_TRUSTED_PROXY_COUNT = int(AROUND.behind_proxy)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"  # tests sign in hundreds of times
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "comipla.web.views.stale.form_was_stale"
CSRF_COOKIE_AGE = None  # ends with the browser
SESSION_COOKIE_NAME = "__Host-session" if AROUND.production else "comipla-session"
CSRF_COOKIE_NAME = "__Host-csrf" if AROUND.production else "comipla-csrf"
LANGUAGE_COOKIE_NAME = "comipla-language"

# --- Transport and headers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = AROUND.production
SECURE_SSL_REDIRECT = AROUND.production
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probed from inside, without TLS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if AROUND.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = AROUND.production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if AROUND.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Mail: written to the console until a relay is named
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if AROUND.mail.host
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = AROUND.mail.host
EMAIL_PORT = AROUND.mail.port
EMAIL_HOST_USER = AROUND.mail.user
EMAIL_HOST_PASSWORD = AROUND.mail.password
EMAIL_USE_SSL = AROUND.mail.tls
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = AROUND.mail.sender

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"comipla": {"level": "INFO"}},
}

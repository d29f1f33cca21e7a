"""Settings of sign-in, second factors and sessions; the project's settings take them over whole.

What depends on the surroundings (demo, production, proxy) is decided in `config.settings`.
"""

from typing import Final

AUTHENTICATION_BACKENDS: Final = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL: Final = "account_login"
LOGIN_REDIRECT_URL: Final = "/"
LOGOUT_REDIRECT_URL: Final = "account_login"

# --- Accounts: an e-mail address and a password; nobody signs up, people are invited.
ACCOUNT_ADAPTER: Final = "comipla.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD: Final = None
ACCOUNT_LOGIN_METHODS: Final = {"email"}
ACCOUNT_SIGNUP_FIELDS: Final = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION: Final = "none"  # the invitation was sent to that very address
ACCOUNT_EMAIL_NOTIFICATIONS: Final = True  # a change of the password is told by mail
ACCOUNT_EMAIL_SUBJECT_PREFIX: Final = ""
ACCOUNT_SESSION_REMEMBER: Final = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE: Final = False  # other sessions end by the changed hash
ACCOUNT_PREVENT_ENUMERATION: Final = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS: Final = False  # nobody gets mail because somebody typed an address
ACCOUNT_REAUTHENTICATION_REQUIRED: Final = True
ACCOUNT_REAUTHENTICATION_TIMEOUT: Final = 10 * 60  # seconds a step-up counts (conventions C8)
ACCOUNT_RATE_LIMITS: Final = {
    # The wait after wrong passwords grows step by step, to an hour, and never becomes a lock. "key"
    # is the account as tried from one network, so that nobody can keep an official out from
    # elsewhere; "ip" is generous, because a whole town hall may share one address, and comes last,
    # so that attempts on an account that has to wait use up nothing of the colleagues'.
    "login_failed": "5/1m/key,8/5m/key,12/20m/key,16/1h/key,60/5m/ip",
    "login": "120/m/ip",
    "reauthenticate": "5/m/user,12/30m/user",
    "reset_password": "30/m/ip,3/10m/key",
    "reset_password_from_key": "30/m/ip",
    "change_password": "5/m/user",
}
GUESSING_LIMITS: Final = {
    # What was not found behind an address that holds a secret, and everything sent to it; what is
    # found by reading is not counted.
    "verify": "60/10m/ip",
    "invitation": "60/10m/ip",
    "feed": "60/10m/ip",
    # Reports of residents, and receipts tried: a whole town walk may share one address.
    "report": "30/10m/ip",
    "receipt": "60/10m/ip",
    # Answers to surveys, and codes tried: a hall full of people may share one address.
    "survey": "120/10m/ip",
}
ACCOUNT_FORMS: Final = {
    "login": "comipla.people.forms.LoginForm",
    "change_password": "comipla.people.forms.ChangePasswordForm",
    "set_password": "comipla.people.forms.SetPasswordForm",
    "reset_password": "comipla.people.forms.ResetPasswordForm",
    "reset_password_from_key": "comipla.people.forms.ResetPasswordKeyForm",
    "reauthenticate": "comipla.people.forms.ReauthenticateForm",
}
PASSWORD_RESET_TIMEOUT: Final = 20 * 60  # seconds

# --- Second factors
MFA_ADAPTER: Final = "comipla.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES: Final = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED: Final = True
MFA_FORMS: Final = {
    "authenticate": "comipla.people.forms.CodeForm",
    "reauthenticate": "comipla.people.forms.CodeAgainForm",
    "activate_totp": "comipla.people.forms.ActivateAppForm",
}
MFA_TOTP_ISSUER: Final = "comipla"
MFA_TOTP_TOLERANCE: Final = 1  # one step of 30 seconds, for clocks that are a little off

# --- Passwords (NIST SP 800-63B-4): length and a blocklist, no composition rules, no expiry.
AUTH_PASSWORD_VALIDATORS: Final = [
    {"NAME": "comipla.people.passwords.LongEnough"},
    {"NAME": "comipla.people.passwords.NotCommon"},
    {"NAME": "comipla.people.passwords.NotFromContext"},
]

# --- Sessions in seconds: idle and in all (staff), then the life of links.
SESSION_ENGINE: Final = "django.contrib.sessions.backends.db"
SESSION_IDLE: Final = 30 * 60
SESSION_LIFETIME: Final = 12 * 60 * 60
# The rights end by the two limits above; the row stays half a day longer, so that a form left open
# over night still finds the person whose words it holds.
SESSION_COOKIE_AGE: Final = 24 * 60 * 60
INVITATION_LIFETIME: Final = 7 * 24 * 60 * 60

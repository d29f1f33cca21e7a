"""How people come in: nobody signs up by themselves, they are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account rules as comipla wants them."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts are made by invitation only."""
        return False

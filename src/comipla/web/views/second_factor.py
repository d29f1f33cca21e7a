"""Second factors: why one is needed, and taking a passkey away."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from comipla.web.access import signed_in


@signed_in
@require_safe
def second_factor_required(request: HttpRequest) -> HttpResponse:
    """Say why a second factor has to be set up first, and offer the two kinds."""
    return render(request, "account/second_factor_required.html")


class RemovePasskeyView(RemoveWebAuthnView):
    """Take a passkey away, but never the last second factor (allauth asks this of apps only)."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Refuse in words, or remove."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)

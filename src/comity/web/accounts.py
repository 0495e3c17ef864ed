"""The account pages that a workplace by invitation needs: a subset of django-allauth's addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

KEPT = frozenset(
    "account_login account_logout account_inactive account_change_password account_set_password account_reauthenticate "
    "account_signup mfa_authenticate mfa_reauthenticate mfa_index mfa_activate_totp mfa_deactivate_totp "
    "mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes usersessions_list "
    "socialaccount_login_cancelled socialaccount_login_error socialaccount_signup openid_connect_login "
    "openid_connect_callback".split()
)
"""Registration stays, though closed (people.adapter): the login page asks for its address. What sends mail is out."""


def kept(patterns: list[URLPattern | URLResolver] | None = None) -> list[URLPattern | URLResolver]:
    """Return allauth's patterns whose names are kept, under the addresses they have there."""
    from allauth import urls  # it reads the settings when it is imported

    found: list[URLPattern | URLResolver] = []
    for one in urls.urlpatterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            found += [one] if one.name in KEPT else []
        elif below := kept(list(one.url_patterns)):
            found.append(URLResolver(one.pattern, below))
    return found

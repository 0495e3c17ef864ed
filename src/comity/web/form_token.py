"""The token of a form, as Django's get_token makes it, with one question to the system's randomness.

Django asks once for each of 32 letters, and each time lets other threads go first: that alone takes a tenth of a page.
Django checks it as its own (django.middleware.csrf: a mask, and the secret of the cookie shifted by it).
"""

from __future__ import annotations

from secrets import randbelow

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

_LETTERS = len(CSRF_ALLOWED_CHARS)
_MASKS = _LETTERS**CSRF_SECRET_LENGTH


def form_token(request: HttpRequest) -> str:
    """Return a token for a form on the page of a request, another one each time."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)  # it makes the secret too
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask, rest = [], randbelow(_MASKS)
    for _ in range(CSRF_SECRET_LENGTH):
        rest, one = divmod(rest, _LETTERS)
        mask.append(one)
    shifted = [(CSRF_ALLOWED_CHARS.index(letter) + one) % _LETTERS for letter, one in zip(secret, mask, strict=True)]
    return "".join([CSRF_ALLOWED_CHARS[one] for one in (*mask, *shifted)])

"""The address of the style sheet, for templates of Django's own kind."""

from django import template
from django.urls import reverse

from comity.web.style import style_version

register = template.Library()


@register.simple_tag
def style_address() -> str:
    """Return the address of the style sheet."""
    return reverse("style", kwargs={"version": style_version()})

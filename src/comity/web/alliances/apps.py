"""The app of alliances."""

from django.apps import AppConfig


class Alliances(AppConfig):
    """Alliances, memberships and projections."""

    name = "comity.web.alliances"
    label = "alliances"

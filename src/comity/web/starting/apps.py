"""The app of drafts."""

from django.apps import AppConfig


class Starting(AppConfig):
    """Drafts of agreements, and their versions."""

    name = "comity.web.starting"
    label = "starting"

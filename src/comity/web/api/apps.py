"""The app of the API."""

from django.apps import AppConfig


class Api(AppConfig):
    """Tokens, and the answers kept for requests that are sent twice."""

    name = "comity.web.api"
    label = "api"

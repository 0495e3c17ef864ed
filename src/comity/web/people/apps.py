"""The app of people."""

from django.apps import AppConfig


class People(AppConfig):
    """People, organisations and roles."""

    name = "comity.web.people"
    label = "people"

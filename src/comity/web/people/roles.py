"""The roles that people have in an alliance, and what each is for."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    """A role in one alliance. What a role may open is decided page by page (web.access)."""

    MANAGER = "alliance_manager", "Alliance manager"
    COUNSEL = "counsel", "Counsel"
    EXECUTIVE = "executive", "Executive"
    DATA_OWNER = "data_owner", "Data owner"
    RESPONDENT = "respondent", "Respondent"
    AUDITOR = "auditor", "Auditor"


READERS = frozenset({Role.MANAGER, Role.COUNSEL, Role.EXECUTIVE, Role.DATA_OWNER, Role.AUDITOR})
"""Who reads the standing. Respondents answer questions, and see of the alliance nothing but these."""

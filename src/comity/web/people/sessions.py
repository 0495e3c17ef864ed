"""Sessions in the database, as Django keeps them; one is asked for at each page (web.rows)."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from comity.web.rows import rows


class SessionStore(DatabaseSessions):
    """Reads the session of a key with one plain question."""

    def _get_session_from_db(self) -> Session | None:
        for found in rows(Session, session_key=self.session_key):
            if found.expire_date > timezone.now():
                return found
        self._session_key = None
        return None

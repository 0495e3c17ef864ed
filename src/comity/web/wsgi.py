"""The application, as a server calls it."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")
application = get_wsgi_application()

# What was loaded stays for good, and a page makes many short-lived values: without this every collection looks at all
# of the former, several times in the middle of a large page. The pages are loaded first, which are else by a request.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)

"""Settings of the whole suite."""

import os

from hypothesis import settings

# Two cores run the suite at once, so a slow example says nothing. What continuous integration says must not depend on
# chance; a developer's own runs go on looking for new examples.
settings.register_profile("comity", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("comity")

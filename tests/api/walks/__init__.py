"""Who may do what, written down once more from the table of the house and not taken from the program.

One module a resource; each has `WALKS`, by route.
"""

from collections.abc import Mapping

from tests.api.walking import Walk
from tests.api.walks import access, jobs, reviews, rules, search

WALKS: Mapping[str, Walk] = {**access.WALKS, **reviews.WALKS, **jobs.WALKS, **search.WALKS, **rules.WALKS}

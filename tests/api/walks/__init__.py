"""Who may do what, written down once more from the table of the house and not taken from the program.

One module a resource; each has `WALKS`, by route.
"""

from collections.abc import Mapping

from tests.api.walking import Walk
from tests.api.walks import access, appeals, calibrations, jobs, plans, reviews, rules, search

WALKS: Mapping[str, Walk] = {
    **access.WALKS,
    **reviews.WALKS,
    **plans.WALKS,
    **calibrations.WALKS,
    **appeals.WALKS,
    **jobs.WALKS,
    **search.WALKS,
    **rules.WALKS,
}

"""What can be changed of a platform: one declaration for each form of the registry.

Notices (届出) go through `submit_change`, so they wait for the municipality when the secretariat
hands them in; the rest is the secretariat's own.
"""

from comipla.web.registry.edits.declaration import Edit, Order
from comipla.web.registry.edits.noticed import NOTICED
from comipla.web.registry.edits.own import OWN

EDITS: dict[str, Edit] = {**OWN, **NOTICED}
"""Every form by its name in the address."""

__all__ = ["EDITS", "NOTICED", "OWN", "Edit", "Order"]

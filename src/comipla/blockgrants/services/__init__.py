"""What is done with block grants; who does it is `by`."""

from comipla.blockgrants.services.collecting import (
    define_metric,
    import_before,
    import_metrics,
    store_values,
)
from comipla.blockgrants.services.composing import (
    Details,
    new_version,
    open_scheme,
    save_scheme,
)
from comipla.blockgrants.services.deciding import approve, close_year, publish, send_back
from comipla.blockgrants.services.reckoning import Trial, ask_approval, try_out

__all__ = [
    "Details",
    "Trial",
    "approve",
    "ask_approval",
    "close_year",
    "define_metric",
    "import_before",
    "import_metrics",
    "new_version",
    "open_scheme",
    "publish",
    "save_scheme",
    "send_back",
    "store_values",
    "try_out",
]

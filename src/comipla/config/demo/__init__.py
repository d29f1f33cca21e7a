"""The demo: a prefecture's working year with invented people, platforms and projects (架空).

`load` fills an empty database by playing a table of cases through the product's own services,
each act on its past day by the right person. The same table gives the same cases, numbers,
amounts and hashes wherever it is loaded.
"""

from comipla.config.demo.accounts import DemoAccount, demo_accounts
from comipla.config.demo.loading import load
from comipla.config.demo.waves import TODAY

__all__ = ["TODAY", "DemoAccount", "demo_accounts", "load"]

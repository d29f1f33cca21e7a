"""Verbs on cases. `record_act` is the only one that lets anything happen to a case."""

from comipla.cases.services.record import KeyReused, Opening, record_act, record_or_give_up
from comipla.cases.services.verify import Finding, verify

__all__ = ["Finding", "KeyReused", "Opening", "record_act", "record_or_give_up", "verify"]

"""Technologies as data: what is generated, what is recognised, and what is discontinued."""

from agentscaffold.catalogue.load import Catalogue, load_catalogue
from agentscaffold.catalogue.model import SLOTS, Rule, Slot, Supersession, Technology

__all__ = ["SLOTS", "Catalogue", "Rule", "Slot", "Supersession", "Technology", "load_catalogue"]

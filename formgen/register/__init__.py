"""The register of a campaign, as people ask it: which unit stands where, what changed since its last file,
who decided what.

Comes in: the events of 登记.jsonl. Goes out: `Register`, `UnitState`s, and what one round mended.
"""

from formgen.register.follow import Follower
from formgen.register.register import Register, open_register
from formgen.register.states import STATES, State, UnitState

__all__ = ["STATES", "Follower", "Register", "State", "UnitState", "open_register"]

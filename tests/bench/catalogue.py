"""Every scenario that a server is measured with, in the order of the report."""

from .protocol_scenarios import protocol_scenarios
from .replay_scenarios import replay_scenarios
from .scenarios import Scenario, plain_scenarios
from .shape_scenarios import shape_scenarios


def all_scenarios(scale: float = 1.0) -> list[Scenario]:
    """All of them; durations and amounts are multiplied by `scale`."""
    return [
        *plain_scenarios(scale),
        *shape_scenarios(scale),
        *replay_scenarios(scale),
        *protocol_scenarios(scale),
    ]

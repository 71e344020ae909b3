"""How the states of the compare page are explained, with the numbers that they go by."""

from core.services.comparison_rules import FEWEST_INTERVIEWS, LEAP_FROM, QUIET_AFTER, STUCK_BELOW, TREND_STEPS, State

STATE_RULES = {
    State.QUIET: f"no interview begun for {QUIET_AFTER.days} days, counted from joining where there is none",
    State.NEW: f"fewer than {FEWEST_INTERVIEWS} interviews",
    State.STUCK: f"at least {TREND_STEPS + 1} interviews, and a trend of less than {STUCK_BELOW:.0f} of 100 either way",
    State.LEAPING: f"a trend of {LEAP_FROM:.0f} of 100 or more",
    State.SLIPPING: f"a trend of {LEAP_FROM:.0f} of 100 or more downwards",
    State.STEADY: "none of these",
}

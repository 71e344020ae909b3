"""Agreement between raters: pure functions of their scores."""

from core.agreement.bootstrap import intervals
from core.agreement.measures import (
    Interval,
    adjacent_agreement,
    exact_agreement,
    pearson,
    pearson_within,
    quadratic_kappa,
    round_to_scale,
    standardised_difference,
)
from core.agreement.report import Agreement, agree

__all__ = [
    "Agreement",
    "Interval",
    "adjacent_agreement",
    "agree",
    "exact_agreement",
    "intervals",
    "pearson",
    "pearson_within",
    "quadratic_kappa",
    "round_to_scale",
    "standardised_difference",
]

"""Agreement between raters: pure functions of their scores."""

from core.agreement.measures import (
    Interval,
    adjacent_agreement,
    bootstrap_interval,
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
    "bootstrap_interval",
    "exact_agreement",
    "pearson",
    "pearson_within",
    "quadratic_kappa",
    "round_to_scale",
    "standardised_difference",
]

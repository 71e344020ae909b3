"""How sure a mean score is, from how many answers it comes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

# How far the answers of one interview usually lie from each other, on 0-100, and how many degrees of freedom that
# belief is worth: so that one answer, or three that happen to be alike, are not taken for certainty.
USUAL_SPREAD = 16.0
BELIEF = 4
# Student's t, 90 %, for 4 and more degrees of freedom (any table; the last holds for more, a little too wide).
T_90 = (1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328)


@dataclass(frozen=True)
class ScoreRange:
    """Where a mean of 0-100 would come to lie, four times out of five, had there been many more such questions."""

    low: float
    high: float
    answers: int


def score_range(scores: Sequence[float]) -> ScoreRange | None:
    """The central 80 % of what the mean could be, within 0-100; None without scores.

    The posterior of a normal mean with a flat prior on it and a scaled inverse chi-squared one on the variance: a t
    distribution with ``BELIEF + n - 1`` degrees of freedom (Gelman et al., Bayesian Data Analysis, 3rd ed., 3.3).
    """
    n = len(scores)
    if not n:
        return None
    mean = fmean(scores)
    freedom = BELIEF + n - 1
    variance = (BELIEF * USUAL_SPREAD**2 + sum((score - mean) ** 2 for score in scores)) / freedom
    reach = T_90[min(freedom - BELIEF, len(T_90) - 1)] * sqrt(variance / n)
    return ScoreRange(round(max(0.0, mean - reach), 1), round(min(100.0, mean + reach), 1), n)

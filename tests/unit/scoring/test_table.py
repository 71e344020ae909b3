"""Many answers at once get to the last digit what each gets alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rubric import DIMENSIONS, KINDS, Rubric, rubric_from_dict
from core.scoring import Measurement, grade, grade_values
from core.scoring.table import COLUMNS, grade_table, rounded, table_of

_SHARES = st.floats(0, 1).map(lambda value: round(value, 4))


@st.composite
def measurements(draw: st.DrawFn) -> Measurement:
    signals = dict(zip(COLUMNS, draw(st.lists(_SHARES, min_size=len(COLUMNS), max_size=len(COLUMNS))), strict=True))
    signals["fresh_words"] = float(draw(st.integers(0, 1200)))
    not_assessed = draw(st.sets(st.sampled_from(DIMENSIONS), max_size=5))
    return Measurement(draw(st.sampled_from(KINDS)), 0, signals, {}, (), (), (), tuple(not_assessed), "test")


@st.composite
def tuned(draw: st.DrawFn, rubric: Rubric) -> Rubric:
    """The standard rubric with other weights of dimensions and signals, in tenths, other floors and bends."""
    raw = rubric.to_dict()
    tenths = draw(st.lists(st.integers(1, 9), min_size=5, max_size=5))
    for dimension, tenth in zip(raw["dimensions"], tenths, strict=True):
        dimension["weight"] = tenth / sum(tenths)
        parts = draw(
            st.lists(st.integers(0, 9), min_size=len(dimension["signals"]), max_size=len(dimension["signals"]))
        )
        parts[0] += 1
        for signal, part in zip(dimension["signals"], parts, strict=True):
            signal["weight"] = part / sum(parts)
        for gate in dimension["gates"]:
            gate["floor"] = draw(_SHARES)
        dimension["breakpoints"][1][1] = draw(st.floats(0, 1))
    return rubric_from_dict(raw)


@given(st.data())
@settings(max_examples=60)
def test_a_table_gets_what_each_answer_gets(rubric: Rubric, data: st.DataObject) -> None:
    chosen = data.draw(tuned(rubric))
    several = data.draw(st.lists(measurements(), max_size=12))
    grades = grade_table(table_of(several), chosen)
    assert grades.dimensions.shape == (len(several), 5)
    for measurement, scores, overall in zip(several, grades.dimensions, grades.overall, strict=True):
        alone = grade_values(measurement, chosen)
        assert [None if np.isnan(value) else value for value in scores] == [alone[name] for name in DIMENSIONS]
        assert (None if np.isnan(overall) else overall) == grade(measurement, chosen).overall


@given(st.lists(st.integers(0, 5000).map(lambda value: value / 1000), min_size=1))
def test_halves_are_rounded_as_python_rounds_them(values: list[float]) -> None:
    assert rounded(np.array(values)).tolist() == [round(value, 2) for value in values]

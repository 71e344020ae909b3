"""Reading level by hand, and learners' slips that are there and that are not."""

import pytest

from core.scoring.prose import learner_slips, reading_grade


def test_the_reading_grade_by_hand() -> None:
    # 5 sentences of 6 words, 30 words, every word of one syllable: 0.39 * 6 + 11.8 - 15.59
    assert reading_grade("The cat sat on the mat. " * 5) == pytest.approx(0.39 * 6 + 11.8 - 15.59, abs=0.06)
    hard = "Organisational transformation necessitates considerable administrative determination. " * 6
    assert (reading_grade(hard) or 0) > 20


@pytest.mark.parametrize("text", ["", "Too short. To tell.", "and then we went on and on without a stop " * 10])
def test_what_cannot_be_told_is_not(text: str) -> None:
    assert reading_grade(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I am agree with my manager.",
        "He give me many informations about it.",
        "We did not knew the reason.",
        "I work there since three years.",
        "Then we discussed about the plan.",
        "It is more better now.",
        "There was two problems.",
        "She explained me the process.",
        "It took an week.",
    ],
)
def test_a_slip_is_found(text: str) -> None:
    assert learner_slips(text) >= 1


def test_a_careful_text_has_none() -> None:
    text = (
        "Since March I have led a team of five. When the release broke the login, I rolled it back within an hour, "
        "told the customers, and looked for the cause with two people. A unit test would have caught it. "
        "What does he want? An MVP. I am used to pressure, and my manager knew that she could rely on us."
    )
    assert learner_slips(text) == 0

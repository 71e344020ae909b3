from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from core.bank.catalog import Catalog, load_catalog, read_catalog
from core.errors import BadFileError

SHIPPED = Path(__file__).parents[3] / "data" / "role_catalog.yaml"

GOOD = """\
skills:
  - {id: python, name: Python, kind: technical, aliases: [Django], related: [sql]}
  - {id: sql, name: SQL, kind: technical, related: [python]}
families:
  - {id: data, name: Data}
roles:
  - id: data-analyst
    name: Data analyst
    family: data
    description: Answers business questions with data and judges how far it can be trusted.
    titles: [reporting analyst]
    skills:
      python: 0.5
      sql: 1.0
    levels:
      junior: Answers well-framed questions with correct queries.
      mid: Frames vague questions and picks fitting measures.
      senior: Shapes which questions are asked in the first place.
"""


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return load_catalog(SHIPPED)


def faults_of(text: str) -> list[str]:
    return [str(fault) for fault in read_catalog(text, where="c.yaml")[1]]


def test_a_well_formed_catalog_is_found_by_id() -> None:
    catalog, faults = read_catalog(GOOD, where="c.yaml")

    assert faults == []
    role = catalog.role("data-analyst")
    assert role is not None
    assert dict(role.skills) == {"python": 0.5, "sql": 1.0}
    assert role.differs("senior").startswith("Shapes")
    assert [r.id for r in catalog.roles_of("data")] == ["data-analyst"]
    assert catalog.related("python") == ("sql",)


def test_what_the_catalog_does_not_know_is_none_and_never_an_error() -> None:
    catalog, _ = read_catalog(GOOD, where="c.yaml")

    assert catalog.role("astronaut") is None
    assert catalog.skill("flying") is None
    assert catalog.family("space") is None
    assert catalog.related("flying") == ()
    assert catalog.skill_name("rocket-science") == "Rocket science"


def test_entries_cannot_be_changed() -> None:
    catalog, _ = read_catalog(GOOD, where="c.yaml")

    with pytest.raises(ValidationError):
        catalog.roles[0].name = "Other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("related: [sql]", "related: [cobol]", "c.yaml:2: no skill is called 'cobol'"),
        ("related: [sql]", "related: [python]", "c.yaml:2: 'python' is related to itself"),
        ("aliases: [Django]", "aliases: [Django, django]", "c.yaml:2: 'django' is given 2 times for 'python'"),
        ("family: data", "family: space", "c.yaml:9: no family is called 'space'"),
        ("      sql: 1.0", "      cobol: 1.0", "c.yaml:14: no skill is called 'cobol'"),
        ("      python: 0.5", "      python: 1.5", "c.yaml:13: skills.python: Input should be less than or equal to 1"),
        (
            "      python: 0.5",
            "      python: 0.1",
            "c.yaml:13: skills.python: Input should be greater than or equal to 0.2",
        ),
        ("      sql: 1.0", "      python: 1.0", "c.yaml:14: 'python' is given twice"),
        ("kind: technical, related", "kind: magic, related", "c.yaml:3: kind: Input should be"),
        ("    name: Data analyst", "    nmae: Data analyst", "c.yaml:8: nmae: Extra inputs are not permitted"),
        ("titles: [reporting analyst]", "titles: [Data Analyst]", "the title 'data analyst' is used 2 times"),
        ("{id: sql,", "{id: python,", "c.yaml:3: the id 'python' is used 2 times"),
        ("      senior: Shapes", "      staff: Shapes", "levels.senior: Field required"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    assert old in GOOD

    assert any(fault in found for found in faults_of(GOOD.replace(old, new, 1)))


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = GOOD.replace("related: [python]", "related: [cobol]").replace("family: data", "family: space")

    assert [fault.split(":")[1] for fault in faults_of(text)] == ["3", "9"]


@pytest.mark.parametrize("text", ["", "- a", "skills: [", "skills: []\nroles: []", "skills: 1\nfamilies: 2\nroles: 3"])
def test_what_is_no_catalog_at_all_is_a_fault(text: str) -> None:
    assert len(faults_of(text)) == 1


def test_loading_a_bad_file_raises_every_fault(tmp_path: Path) -> None:
    path = tmp_path / "roles.yaml"
    path.write_text(GOOD.replace("related: [python]", "related: [cobol]").replace("family: data", "family: space"))

    with pytest.raises(BadFileError) as error:
        load_catalog(path)

    assert [fault.where for fault in error.value.faults] == ["roles.yaml:3", "roles.yaml:9"]


def test_shipped_roles_fill_every_family(shipped: Catalog) -> None:
    assert len(shipped.roles) == 28
    assert {role.family for role in shipped.roles} == {family.id for family in shipped.families}
    assert [family.id for family in shipped.families] == [
        "engineering", "data", "product", "design", "operations", "business", "people",
    ]  # fmt: skip


def test_shipped_roles_ask_for_enough_skills_of_each_kind(shipped: Catalog) -> None:
    kinds = {skill.id: skill.kind for skill in shipped.skills}
    for role in shipped.roles:
        counts = Counter(kinds[skill] for skill in role.skills)
        assert 6 <= counts["technical"] <= 9, role.id
        assert 2 <= counts["soft"] <= 3, role.id
        assert 1 <= counts["case"] <= 4, role.id
        assert max(role.skills.values()) == 1.0, role.id


def test_every_shipped_technical_and_case_skill_is_asked_for(shipped: Catalog) -> None:
    asked = {skill for role in shipped.roles for skill in role.skills}

    assert [skill.id for skill in shipped.skills if skill.kind != "soft" and skill.id not in asked] == []

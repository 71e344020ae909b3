"""deploy/: its files say the same, and the same as the product."""

import re

import pytest
import yaml

from core.config import load_settings
from tests.support.image import DOCKERFILE, image_command
from tests.support.live_app import PROJECT, serve_arguments

DEPLOY = PROJECT / "deploy"


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def address(service: dict) -> str:
    return service["networks"]["inside"]["ipv4_address"]


def test_the_image_serves_as_make_run_does() -> None:
    ours = serve_arguments(PROJECT, 8501, "0.0.0.0")
    assert image_command()[: len(ours)] == ours
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    copied = " ".join(re.findall(r"^COPY (.+) \S+$", DOCKERFILE.read_text(), re.MULTILINE)).split()
    assert {name.split("/")[0] for name in copied} == {line[1:].split("/")[0] for line in kept if line[0] == "!"}
    assert kept[1] == "*" and "data/local" in kept and all((PROJECT / name).exists() for name in copied)


def test_nginx_knows_the_replicas_and_they_believe_it_alone(services: dict) -> None:
    replicas = {f"{address(each)}:8501" for name, each in services.items() if name.startswith("replica")}
    nginx = (DEPLOY / "nginx.conf").read_text()
    for upstream in re.findall(r"upstream \w+ \{(.*?)\n    \}", nginx, re.DOTALL):
        assert set(re.findall(r"server (\S+?)[ ;]", upstream)) == replicas
    assert len(re.findall(r'"~172\S+\$" \d;', nginx)) == len(replicas)
    believed = {each["environment"]["FORWARDED_ALLOW_IPS"] for each in services.values() if "FORWARDED" in str(each)}
    assert believed == {address(services["proxy"])}
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]


def test_the_readme_names_what_has_to_be_set_and_the_product_takes_it(services: dict, tmp_path) -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    told = re.findall(r"^([A-Z_]+)=", (DEPLOY / "README.md").read_text(), re.MULTILINE)
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) == set(told)
    given = {
        name: re.sub(r"\$\{\w+[^}]*\}", "abcdefghijklmnop" * 3, value)
        for name, value in services["worker"]["environment"].items()
    }
    assert load_settings({**given, "DATA_DIR": str(tmp_path)}).has_worker

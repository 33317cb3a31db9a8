"""The conda users' way in says nothing of its own: it stays in step with pyproject.toml."""

import tomllib
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[1]


def test_conda_installs_the_python_of_pyproject_and_leaves_the_rest_to_pip_with_the_pinned_versions():
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert environment["name"]
    assert environment["dependencies"] == [
        f"python{project['requires-python']}",
        "pip",
        {"pip": ["-c constraints.txt", "-e ."]},
    ]

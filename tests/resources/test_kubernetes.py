"""The Kubernetes manifests: right by the published schemas, and at one with each other. No cluster runs here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from mockpanel import __version__
from mockpanel.cli import make_parser
from mockpanel.core.profiles import read_profile
from tests.processes import ROOT

FOLDER = ROOT / "resources" / "packaging" / "kubernetes"
FILES = sorted(FOLDER.glob("*.yaml"))
MANIFESTS: dict[str, dict[str, Any]] = {
    manifest["kind"]: manifest for manifest in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES)
}
POD = MANIFESTS["Deployment"]["spec"]["template"]
CONTAINER = POD["spec"]["containers"][0]


def test_all_four_kinds_are_there() -> None:
    assert set(MANIFESTS) == {"ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Service"}
    assert len(FILES) == 4


@pytest.mark.parametrize("kind", MANIFESTS)
@pytest.mark.parametrize("version", ["1.31", "1.34"])
def test_each_is_right_by_the_schema_and_has_nothing_unknown(kind: str, version: str) -> None:
    kubernetes_validate.validate(MANIFESTS[kind], version, strict=True)


def test_a_wrong_one_would_be_refused() -> None:
    wrong = {**MANIFESTS["Service"], "spec": {"prots": []}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.34", strict=True)


def test_service_deployment_and_autoscaler_mean_the_same_pods() -> None:
    labels = POD["metadata"]["labels"]

    assert MANIFESTS["Deployment"]["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert MANIFESTS["Service"]["spec"]["selector"].items() <= labels.items()
    scaled = MANIFESTS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert (scaled["kind"], scaled["name"]) == ("Deployment", MANIFESTS["Deployment"]["metadata"]["name"])
    assert MANIFESTS["Service"]["spec"]["ports"][0]["targetPort"] == CONTAINER["ports"][0]["name"]


def test_the_image_has_this_version() -> None:
    assert CONTAINER["image"] == f"mockpanel:{__version__}"


def test_the_pod_has_no_rights_and_says_what_it_takes() -> None:
    rights = CONTAINER["securityContext"]

    assert POD["spec"]["securityContext"]["runAsNonRoot"] is True
    assert POD["spec"]["automountServiceAccountToken"] is False
    assert (rights["allowPrivilegeEscalation"], rights["readOnlyRootFilesystem"]) == (False, True)
    assert rights["capabilities"] == {"drop": ["ALL"]}
    assert {"cpu", "memory"} <= set(CONTAINER["resources"]["requests"])


def test_every_probe_asks_for_the_health() -> None:
    probes = [CONTAINER[f"{name}Probe"]["httpGet"] for name in ("startup", "readiness", "liveness")]

    assert probes == [{"path": "/health", "port": "http"}] * 3


def test_the_profile_of_the_config_map_is_one_and_is_where_the_server_looks(tmp_path: Path) -> None:
    (name, text) = next(iter(MANIFESTS["ConfigMap"]["data"].items()))
    (path := tmp_path / name).write_text(text, encoding="utf-8")

    profile = read_profile(path)

    arguments = make_parser().parse_args(["--no-gui", *CONTAINER["args"]])
    (mount,) = CONTAINER["volumeMounts"]
    assert arguments.profile == f"{mount['mountPath']}/{name}"
    assert mount["readOnly"] is True
    assert POD["spec"]["volumes"][0]["configMap"]["name"] == MANIFESTS["ConfigMap"]["metadata"]["name"]
    assert profile.values["tokens_per_second"] == 60

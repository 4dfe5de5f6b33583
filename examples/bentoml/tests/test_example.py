"""The example as its users have it: trained on a real Kith, built into a Bento, served, and called over HTTP."""

import csv
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import kith
import pytest
from bento import TIMEOUT_SECONDS, Service, Trained, eventually, started, train
from kith_tests import rows
from tcp_proxy import TcpProxy


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, address: str, shop: Path) -> Trained:
    return train(tmp_path_factory.mktemp("example"), address, shop / "labels.csv")


@pytest.fixture(scope="module")
def front(address: str) -> Iterator[TcpProxy]:
    with TcpProxy(address) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def service(trained: Trained, front: TcpProxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with started(trained, front.address, tmp_path_factory.mktemp("service") / "log") as service:
        service.await_ready()
        yield service


@pytest.fixture(scope="module")
def users(shop: Path) -> dict[str, list[str]]:
    """By label."""
    labelled = rows(shop / "labels.csv")
    return {label: [row["user_id"] for row in labelled if row["fraud"] == label] for label in "01"}


@pytest.fixture
def edit_features(address: str) -> Iterator[Callable[[str, str], None]]:
    """Changes features.yaml, and returns when Kith serves it; afterwards it is as before."""
    file = Path(os.environ["KITH_FEATURES"])
    before = file.read_text()
    with kith.Client(address, timeout=10) as client:

        def write(text: str) -> None:
            served = client.catalogue()
            file.write_text(text)
            eventually(lambda: client.catalogue() != served)

        yield lambda old, new: write(before.replace(old, new))
        write(before)


def test_the_model_tells_rings_that_it_did_not_see(trained: Trained) -> None:
    [auc] = re.findall(r"AUC ([\d.]+)", trained.said)
    assert float(auc) > 0.9, trained.said


def test_the_model_carries_its_features_in_the_order_of_its_rows(trained: Trained) -> None:
    about = json.loads((trained.model / "features.json").read_text())
    with (trained.model / "logged.csv").open() as lines:
        header = next(csv.reader(lines))
    assert [feature["name"] for feature in about["features"]] == header[2:]
    assert {feature["type"] for feature in about["features"]} == {"INT", "DOUBLE"}
    assert len(about["typical"]) == len(about["newcomer"]) == len(header) - 2


def test_the_bento_carries_model_client_and_packages(trained: Trained) -> None:
    [bento] = (trained.folder / "store/bentos/fraud").glob("*/")
    [wheel] = (bento / "src/wheels").glob("*.whl")
    assert f"./wheels/{wheel.name}" in (bento / "env/python/requirements.txt").read_text().splitlines()
    assert "COPY --chown=bentoml:bentoml ./src/wheels ./src/wheels" in (bento / "env/docker/Dockerfile").read_text()
    assert f"kith-fraud:{trained.model.name}" in (bento / "bento.yaml").read_text()


def test_members_of_rings_score_higher_than_others(service: Service, users: dict[str, list[str]]) -> None:
    scores = {label: [service.score(user) for user in users[label][:30]] for label in "01"}
    assert {score["basis"] for score in scores["0"] + scores["1"]} == {"FEATURES"}
    assert all(score["as_of"] for score in scores["0"] + scores["1"])
    risks = {label: sorted(score["risk"] for score in scores[label]) for label in "01"}
    assert risks["1"][10] > 0.5 > risks["0"][25], risks


def test_a_served_score_is_what_the_model_says_of_the_logged_row(
    trained: Trained, service: Service, users: dict[str, list[str]]
) -> None:
    """Serving's row is training's, in the same order. Windows and ages go on, so a few may differ a little."""
    offline = json.loads(
        trained.run(
            "-c",
            "import csv, json; from pathlib import Path; from model import FraudModel\n"
            f"model = FraudModel.load(Path({str(trained.model)!r}))\n"
            f"rows = list(csv.reader(open({str(trained.model / 'logged.csv')!r})))[1:]\n"
            "print(json.dumps({row[0]: model.risk([float(v) if v else None for v in row[2:]]) for row in rows}))",
        )
    )
    asked = users["0"][:20] + users["1"][:20]
    near = [service.score(user)["risk"] == pytest.approx(offline[user], abs=0.05) for user in asked]
    assert sum(near) >= 36


def test_values_that_are_not_plainly_ok_are_told(service: Service, shop: Path, users: dict[str, list[str]]) -> None:
    buyers = {row["user_id"] for row in rows(shop / "purchases.csv")}
    idle = next(user for user in users["0"] if user not in buyers)
    assert service.score(idle)["doubtful"] == {"avg_purchase_amount_30d": "DEFAULTED"}


def test_a_user_whom_kith_does_not_know_is_new(service: Service) -> None:
    score = service.score("nobody")
    assert (score["basis"], score["reason"], score["as_of"]) == ("NEW_USER", None, None)
    assert 0 < score["risk"] < 0.5


def test_a_wrong_key_is_the_callers_error(service: Service) -> None:
    for user_id in ["", "u" * 513, None]:
        assert service.client.post("/score", json={"user_id": user_id}).status_code == 400


def test_all_requests_share_one_connection(service: Service, front: TcpProxy, users: dict[str, list[str]]) -> None:
    service.await_basis(users["1"][0], "FEATURES")
    before = front.accepted
    for user in users["0"][:20]:
        service.score(user)
    assert front.accepted == before > 0


def test_kith_slow_down_and_back(service: Service, front: TcpProxy, users: dict[str, list[str]]) -> None:
    member = users["1"][0]
    asked = service.score(member)
    assert asked["basis"] == "FEATURES"

    front.slow(10 * TIMEOUT_SECONDS)
    slow = service.score(member)
    assert (slow["basis"], slow["reason"], slow["as_of"]) == ("FALLBACK", "DEADLINE_EXCEEDED", None)
    front.up()

    front.down()
    down = service.score(member)
    assert (down["basis"], down["reason"], down["risk"]) == ("FALLBACK", "UNAVAILABLE", slow["risk"])
    assert service.client.get("/readyz").status_code == 200
    front.up()

    back = service.await_basis(member, "FEATURES")
    assert back["risk"] == pytest.approx(asked["risk"], abs=0.05)

    metrics = service.client.get("/metrics").text
    for outcome in ["OK", "DEADLINE_EXCEEDED", "UNAVAILABLE"]:
        assert f'kith_call_seconds_count{{outcome="{outcome}"}}' in metrics


def test_it_starts_while_kith_is_away(
    trained: Trained, proxy: TcpProxy, tmp_path: Path, users: dict[str, list[str]]
) -> None:
    proxy.down()
    with started(trained, proxy.address, tmp_path / "log") as service:
        service.await_ready()
        assert service.score(users["1"][0])["reason"] == "UNAVAILABLE"
        assert "features were not checked: UNAVAILABLE" in service.log.read_text()
        proxy.up()
        service.await_basis(users["1"][0], "FEATURES")


def test_a_feature_that_is_gone_is_told_by_running_and_starting_services(
    trained: Trained,
    service: Service,
    address: str,
    tmp_path: Path,
    users: dict[str, list[str]],
    edit_features: Callable[[str, str], None],
) -> None:
    edit_features("name: triangle_count", "name: triangles")
    gone = service.score(users["1"][0])
    assert (gone["basis"], gone["reason"]) == ("FALLBACK", "INVALID_ARGUMENT")
    with started(trained, address, tmp_path / "log") as another:
        eventually(lambda: "missing: triangle_count" in another.log.read_text(), another.log)
        with pytest.raises(httpx.TransportError):
            another.client.get("/readyz", timeout=1)


def test_a_feature_that_is_described_anew_is_told_at_start(
    trained: Trained, address: str, tmp_path: Path, edit_features: Callable[[str, str], None]
) -> None:
    edit_features("Pairs of friends who are friends of each other.", "Triangles.")
    with started(trained, address, tmp_path / "log") as another:
        another.await_ready()
        assert "do they mean the same? triangle_count" in another.log.read_text()

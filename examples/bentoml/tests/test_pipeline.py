"""From a row that is committed in PostgreSQL to a score: the pipeline of ./kith demo, and the service behind it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import kith
import psycopg
import pytest
import real_parts
from bento import Service, Trained, started, train
from live_shop import await_arrived, fill
from shop import Shop

MEMBERS = [f"new{i}" for i in range(1, 6)]


class Source:
    """The database, and the Kith that it comes to."""

    def __init__(self, database: psycopg.Connection, client: kith.Client) -> None:
        self.database = database
        self.client = client

    def commit(self, *statements: str) -> None:
        """Returns when what they did is in Kith's answers."""
        with self.database.transaction():
            for statement in statements:
                self.database.execute(statement)
        await_arrived(self.database, self.client, MEMBERS[0])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What it says when everything has come to Kith."""
    log = tmp_path_factory.mktemp("demo") / "log"
    command = [str(real_parts.HOME / "kith"), "demo", "--stay"]
    with real_parts.running(command, lambda said: "Try more:" in said.read_text(), log):
        yield log.read_text()


@pytest.fixture(scope="module")
def kith_address(demo: str) -> str:
    [address] = re.findall(r"--address (\S+)", demo)
    return str(address)


@pytest.fixture(scope="module")
def source(demo: str, kith_address: str) -> Iterator[Source]:
    [(host, port, user)] = re.findall(r"psql -h (\S+) -p (\d+) -U (\S+)", demo)
    url = f"postgresql://{user}@{host}:{port}/postgres"
    with psycopg.connect(url, autocommit=True) as database, kith.Client(kith_address) as client:
        yield Source(database, client)


@pytest.fixture(scope="module")
def model(source: Source, kith_address: str, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Trained on the shop with rings, which takes the place of the demo's."""
    folder = tmp_path_factory.mktemp("example")
    shop = Shop(seed=7, now=datetime.now(UTC))
    for table in ("users", "products", "friendships", "purchases"):
        source.database.execute(f"TRUNCATE {table}")  # type: ignore[call-overload]
    fill(source.database, shop)
    source.commit(*(f"INSERT INTO users VALUES ('{m}', 30, 'Riga', now() - interval '90 days')" for m in MEMBERS))
    shop.write(folder / "shop")
    (folder / "example").mkdir()
    return train(folder / "example", kith_address, folder / "shop/labels.csv")


@pytest.fixture
def service(model: Trained, kith_address: str, tmp_path: Path) -> Iterator[Service]:
    with started(model, kith_address, tmp_path / "log") as service:
        service.await_ready()
        yield service


def test_a_ring_that_is_committed_is_in_the_score_and_one_that_is_rolled_up_is_not(
    source: Source, service: Service
) -> None:
    def risks() -> list[float]:
        scores = [service.score(member) for member in MEMBERS]
        assert {score["basis"] for score in scores} == {"FEATURES"}, scores
        return [score["risk"] for score in scores]

    assert max(risks()) < 0.5

    source.commit(
        *(
            f"INSERT INTO friendships VALUES ('{one}', '{other}', now() - interval '20 days')"
            for one, other in combinations(MEMBERS, 2)
        ),
        *(
            f"INSERT INTO purchases VALUES ('ring-{member}-{n}', '{member}', 'p{100 + n:04}', 1, 100,"
            f" now() - interval '{n} days {i} minutes')"
            for n in range(1, 4)
            for i, member in enumerate(MEMBERS)
        ),
    )
    assert min(risks()) > 0.5

    source.commit(
        "DELETE FROM purchases WHERE purchase_id LIKE 'ring-%'", "DELETE FROM friendships WHERE user_id LIKE 'new%'"
    )
    assert max(risks()) < 0.5

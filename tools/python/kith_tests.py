"""Fixtures of all Python tests (a pytest plugin): the running Kith, and what it was filled from."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tcp_proxy import TcpProxy


@dataclass(frozen=True)
class Popular:
    """The user with the most friends, as the files tell."""

    key: str
    age: int
    friends: int
    purchases: int


@pytest.fixture(scope="session")
def address() -> str:
    return os.environ["KITH_ADDRESS"]


@pytest.fixture(scope="session")
def shop() -> Path:
    return Path(os.environ["KITH_SHOP"])


def rows(file: Path) -> list[dict[str, str]]:
    with file.open() as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def popular(shop: Path) -> Popular:
    friends: Counter[str] = Counter()
    for row in rows(shop / "friendships.csv"):
        friends.update([row["user_id"], row["friend_id"]])
    [(key, count)] = friends.most_common(1)
    [age] = [int(row["age"]) for row in rows(shop / "users.csv") if row["user_id"] == key]
    purchases = sum(row["user_id"] == key for row in rows(shop / "purchases.csv"))
    return Popular(key, age, count, purchases)


@pytest.fixture
def proxy(address: str) -> Iterator[TcpProxy]:
    with TcpProxy(address) as proxy:
        yield proxy

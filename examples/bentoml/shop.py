"""Makes up a shop with fraud rings in it, as CSV files for `./kith up --csv`: python shop.py DIR

Real labels come from chargebacks and investigations. Here it is known who is in a ring because the rings are planted:
labels.csv says 1 for their members. Not everybody who looks like it is one: the members of a club are friends, too, and
buy the same thing on the day that it comes out.
"""

import csv
import itertools
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

USERS, PRODUCTS = 1500, 400
RINGS, CLUBS, MEMBERS = 40, 60, 5
CATEGORIES = ["books", "clothing", "electronics", "furniture", "games", "garden", "groceries", "toys"]
CITIES = ["Berlin", "Dublin", "Lisbon", "Madrid", "Oslo", "Paris", "Prague", "Riga", "Vienna"]


class Shop:
    """Its rows, with all times in the 40 days before now."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.random = random.Random(seed)
        self.now = now
        self.users = [f"u{i:04}" for i in range(1, USERS + 1)]
        self.products = [f"p{i:04}" for i in range(1, PRODUCTS + 1)]
        self.prices = {product: round(4 * 300 ** self.random.random(), 2) for product in self.products}
        self.friendships: dict[tuple[str, str], datetime] = {}
        self.purchases: list[tuple[str, str, datetime]] = []
        self.groups = {user: user for user in self.users}
        self.ring_members: set[str] = set()

        strangers = self.random.sample(self.users, (RINGS + CLUBS) * MEMBERS)
        for i in range(RINGS + CLUBS):
            members = strangers[i * MEMBERS : (i + 1) * MEMBERS]
            self.groups |= {member: members[0] for member in members}
            for pair in itertools.combinations(members, 2):
                self.befriend(*pair)
            if i < RINGS:
                self.ring_members.update(members)
            # A ring is done within ten minutes, a club within a day, and mostly fewer of it come.
            within, fewest, most = (timedelta(minutes=10), 3, 5) if i < RINGS else (timedelta(days=1), 1, 4)
            for _ in range(self.random.randint(2, 5)):
                self.burst(self.random.sample(members, self.random.randint(fewest, most)), within)
        for _ in range(USERS * 4):
            self.befriend(*self.random.sample(self.users, 2))
        for _ in range(USERS * 10):
            self.purchases.append((self.anybody(), self.random.choice(self.products), self.past(timedelta(days=40))))

    def anybody(self) -> str:
        """Some buy more than others."""
        return self.users[int(self.random.random() ** 2 * USERS)]

    def past(self, longest: timedelta) -> datetime:
        return self.now - longest * self.random.random()

    def befriend(self, one: str, other: str) -> None:
        self.friendships.setdefault((min(one, other), max(one, other)), self.past(timedelta(days=700)))

    def burst(self, buyers: list[str], within: timedelta) -> None:
        product = self.random.choice(self.products)
        start = self.past(timedelta(days=28)) - within
        for buyer in buyers:
            self.purchases.append((buyer, product, start + within * self.random.random()))

    def tables(self) -> Iterator[tuple[str, list[str], Iterable[tuple]]]:
        """What Kith reads: the name of each table, its columns and its rows."""
        pick = self.random.choice
        yield (
            "users",
            ["user_id", "age", "city", "created_at"],
            ((u, self.random.randint(18, 75), pick(CITIES), self.past(timedelta(days=1400))) for u in self.users),
        )
        yield (
            "products",
            ["product_id", "category", "price"],
            ((product, pick(CATEGORIES), price) for product, price in self.prices.items()),
        )
        yield (
            "friendships",
            ["user_id", "friend_id", "since"],
            ((*pair, since) for pair, since in self.friendships.items()),
        )
        yield (
            "purchases",
            ["purchase_id", "user_id", "product_id", "quantity", "amount", "purchased_at"],
            (
                (f"o{i:06}", user, product, 1, self.prices[product], at)
                for i, (user, product, at) in enumerate(self.purchases, 1)
            ),
        )

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, columns, table in self.tables():
            self.table(folder / f"{name}.csv", columns, table)
        # What Kith does not read: who is in a ring, and which users belong together.
        self.table(
            folder / "labels.csv",
            ["user_id", "group", "fraud"],
            ((user, group, int(user in self.ring_members)) for user, group in self.groups.items()),
        )

    @staticmethod
    def table(path: Path, columns: list[str], rows: Iterable[tuple]) -> None:
        with path.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([v.isoformat() if isinstance(v, datetime) else v for v in row] for row in rows)


if __name__ == "__main__":
    Shop(seed=7, now=datetime.now(UTC)).write(Path(sys.argv[1]))

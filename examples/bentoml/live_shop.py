"""Keeps the shop of shop.py in PostgreSQL, from where it comes to Kith, and goes on selling: python live_shop.py

DATABASE_URL: the database, postgresql://postgres:postgres@localhost/postgres by default
FEATURE_STORE_GRPC_ADDRESS: Kith's address, localhost:50051 by default
"""

import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import kith
import psycopg
from psycopg import sql
from shop import Shop

SLOT = "kith"  # Debezium's, by which PostgreSQL knows what has come to Kafka
PATIENCE_SECONDS = 300
ARRIVED = Path("/tmp/arrived")


def fill(database: psycopg.Connection, shop: Shop) -> int:
    """Writes its rows, in one transaction; returns how many. The tables are those of examples/shop/tables.sql."""
    count = 0
    with database.transaction():
        for table, columns, rows in shop.tables():
            copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with database.cursor().copy(copy) as out:
                for row in rows:
                    out.write_row(row)
                    count += 1
    return count


def await_arrived(database: psycopg.Connection, client: kith.Client, user: str) -> None:
    """Returns when Kith's answers have all that was committed before; raises TimeoutError after five minutes.

    How it can tell: what Debezium has confirmed to PostgreSQL is on the CDC topics, and must_include_until asks for an
    answer that has all that was there at a time.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    committed = one(database, "SELECT pg_current_wal_insert_lsn()::text")
    database.execute("SELECT pg_logical_emit_message(true, 'shop', 'has it come?')")  # something that comes after it
    confirmed = "SELECT count(*) FROM pg_replication_slots WHERE slot_name = %s AND confirmed_flush_lsn > %s::pg_lsn"
    while one(database, confirmed, SLOT, committed) == 0:
        give_up_after(end, "Debezium has not read what was committed")
        time.sleep(0.1)
    on_topics = datetime.now(UTC)
    while True:
        try:
            client.get(user, feature_names=["friend_count"], must_include_until=on_topics, timeout=10)
            return
        except kith.KithError as not_yet:
            give_up_after(end, f"Kith does not have what was committed: {not_yet}")
            time.sleep(0.1)


def one(database: psycopg.Connection, query: str, *values: object) -> object:
    row = database.execute(query, values).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return row[0]


def give_up_after(end: float, why: str) -> None:
    if time.monotonic() > end:
        raise TimeoutError(why)


def sell(database: psycopg.Connection, shop: Shop, dice: random.Random) -> None:
    """A purchase, now."""
    product = dice.choice(shop.products)
    database.execute(
        "INSERT INTO purchases VALUES (%s, %s, %s, 1, %s, now())",
        (f"live-{time.time_ns()}", dice.choice(shop.users), product, shop.prices[product]),
    )


def main() -> None:
    ARRIVED.unlink(missing_ok=True)
    shop = Shop(seed=7, now=datetime.now(UTC))
    url = os.environ.get("DATABASE_URL", "postgresql://postgres:postgres@localhost/postgres")
    with psycopg.connect(url, autocommit=True) as database, kith.Client() as client:
        if one(database, "SELECT count(*) FROM users") == 0:
            print(f"Filled the database: {fill(database, shop)} rows", flush=True)
        await_arrived(database, client, shop.users[0])
        print("Kith has them. Selling, a purchase a second", flush=True)
        ARRIVED.touch()
        dice = random.Random()
        while True:
            sell(database, shop, dice)
            time.sleep(1)


if __name__ == "__main__":
    main()

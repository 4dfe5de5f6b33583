"""Trains the model on features logged from Kith, and keeps it in BentoML's store: python train.py LABELS.CSV

The features are read from where serving reads them, by the same names, so there is no second implementation that could
differ. The label is 1 for the members of a planted ring (see shop.py).
"""

import csv
import statistics
import sys
from pathlib import Path

import bentoml
import kith
from model import FraudModel, Row, matrix
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.pipeline import Pipeline, make_pipeline

# The one list of the model's features; their order is the model's.
FEATURES = [
    "account_age_days",
    "friend_count",
    "new_friend_count_7d",
    "purchase_count_24h",
    "purchase_count_30d",
    "avg_purchase_amount_30d",
    "friend_purchase_count_7d",
    "active_friend_count_24h",
    "second_degree_count",
    "triangle_count",
    "clustering_coefficient",
    "shared_product_user_count_24h",
    "copurchase_friend_count_24h",
    "closed_loop_count_24h",
    "ring_triangle_count_24h",
    "adopter_count_7d",
]
BATCH = 100  # as many users as one call takes


def log(client: kith.Client, users: list[str]) -> dict[str, Row]:
    """The rows of the users whom Kith knows."""
    rows = {}
    for start in range(0, len(users), BATCH):
        for answer in client.get_batch(users[start : start + BATCH], feature_names=FEATURES, timeout=30):
            if isinstance(answer, kith.GraphFeatures):
                rows[answer.user_id] = answer.row(FEATURES)
            elif not isinstance(answer, kith.NotFound):
                raise answer
    return rows


def train(rows: dict[str, Row], labels: dict[str, int], groups: dict[str, str]) -> Pipeline:
    """Tells how good it is on groups that it did not see, then learns from all."""
    users = list(rows)
    x, y = matrix(list(rows.values())), [labels[user] for user in users]
    # A service scores one row at a time: the threads of HistGradientBoosting would only be in each other's way.
    model = make_pipeline(SimpleImputer(strategy="median"), GradientBoostingClassifier(n_estimators=60, random_state=1))
    split = GroupShuffleSplit(n_splits=1, test_size=0.3, random_state=1)
    # Members of one ring are alike: some of them in the training set would give the others away.
    [(seen, unseen)] = split.split(x, y, [groups[user] for user in users])
    model.fit(x[seen], [y[i] for i in seen])
    truth, risk = [y[i] for i in unseen], model.predict_proba(x[unseen])[:, 1]
    print(f"trained on {len(seen)} users, {sum(y[i] for i in seen)} of them in rings")
    print(f"on {len(unseen)} others, {sum(truth)} in rings: ", end="")
    print(f"AUC {roc_auc_score(truth, risk):.3f}, average precision {average_precision_score(truth, risk):.3f}")
    return model.fit(x, y)


def typical(rows: dict[str, Row]) -> Row:
    """The median of each feature."""
    columns = zip(*rows.values(), strict=True)
    return [statistics.median([value for value in column if value is not None]) for column in columns]


def main(labels_file: Path) -> None:
    with labels_file.open() as lines:
        labelled = list(csv.DictReader(lines))
    labels = {row["user_id"]: int(row["fraud"]) for row in labelled}
    groups = {row["user_id"]: row["group"] for row in labelled}
    with kith.Client() as client:
        catalogue = client.catalogue(timeout=10)
        rows = log(client, list(labels))
        newcomer = client.get("no such user", feature_names=FEATURES, default_unknown=True, timeout=10).row(FEATURES)
    model = FraudModel(
        train(rows, labels, groups), tuple(catalogue.features[name] for name in FEATURES), typical(rows), newcomer
    )
    with bentoml.models.create("kith-fraud") as kept:
        model.save(Path(kept.path))
        with (Path(kept.path) / "logged.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["user_id", "fraud", *FEATURES])
            writer.writerows([user, labels[user], *row] for user, row in rows.items())
    print(f"kept as {kept.tag}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The model as it is kept: the classifier together with what its features were when it was trained.

It carries the names, types and meanings of its features, in its own order, so that nobody who serves it has a list of
them to keep in step.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import joblib
import numpy as np
from kith import Catalogue, Feature, Value, ValueType
from sklearn.pipeline import Pipeline

Row = Sequence[Value]


class FeaturesDiffer(Exception):
    """Kith's features are not those that the model was trained on."""


@dataclass(frozen=True)
class FraudModel:
    """Tells how likely a user is in a fraud ring.

    features: in the order of its rows
    typical: the row of a middling user, for when Kith does not answer
    newcomer: the row that Kith gives for a user of whom nothing is known
    """

    classifier: Pipeline
    features: tuple[Feature, ...]
    typical: Row
    newcomer: Row

    @property
    def names(self) -> list[str]:
        return [feature.name for feature in self.features]

    def risk(self, row: Row) -> float:
        return float(self.classifier.predict_proba(matrix([row]))[0, 1])

    def check(self, catalogue: Catalogue) -> list[str]:
        """Raises FeaturesDiffer if a feature is missing or has another type; returns those that are described anew.

        What is described in other words may also mean something else, which only people can tell.
        """
        now = {feature.name: catalogue.features.get(feature.name) for feature in self.features}
        missing = [name for name, feature in now.items() if feature is None]
        retyped = [f.name for f in self.features if (other := now[f.name]) and other.type != f.type]
        if missing or retyped:
            raise FeaturesDiffer(f"missing: {', '.join(missing) or 'none'}; other type: {', '.join(retyped) or 'none'}")
        return [f.name for f in self.features if (other := now[f.name]) and other.description != f.description]

    def save(self, folder: Path) -> None:
        joblib.dump(self.classifier, folder / "classifier.joblib")
        about = {
            "features": [asdict(feature) for feature in self.features],
            "typical": list(self.typical),
            "newcomer": list(self.newcomer),
        }
        (folder / "features.json").write_text(json.dumps(about, indent=2))

    @classmethod
    def load(cls, folder: Path) -> "FraudModel":
        about = json.loads((folder / "features.json").read_text())
        features = tuple(Feature(f["name"], ValueType(f["type"]), f["description"]) for f in about["features"])
        return cls(joblib.load(folder / "classifier.joblib"), features, about["typical"], about["newcomer"])


def matrix(rows: Sequence[Row]) -> np.ndarray:
    """Rows for scikit-learn; what is not known is NaN."""
    return np.array([[math.nan if value is None else value for value in row] for row in rows], dtype=float)

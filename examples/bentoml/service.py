"""How likely is a user in a fraud ring, now? Asks Kith for the graph's features, and the model what they mean.

FEATURE_STORE_GRPC_ADDRESS: Kith's address, localhost:50051 by default
GRPC_TIMEOUT_SECONDS: how long an answer may take, with all retries; 0.5 by default
"""

import logging
import time
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import bentoml
import kith
from model import FraudModel
from prometheus_client import Histogram
from pydantic import BaseModel, Field

logger = logging.getLogger("bentoml.fraud")

# At /metrics, beside BentoML's own. The outcome is OK or gRPC's status code.
KITH_SECONDS = Histogram("kith_call_seconds", "Time that a request waited for Kith", ["outcome"])


class Basis(StrEnum):
    """What a score was made from."""

    FEATURES = "FEATURES"  # Kith's, of this user
    NEW_USER = "NEW_USER"  # Kith does not know the user: what it says of somebody of whom nothing is known
    FALLBACK = "FALLBACK"  # Kith did not answer: a typical user's


class Score(BaseModel):
    risk: float
    basis: Basis
    reason: str | None = None  # of a fallback: the status code, or which features are missing
    as_of: datetime | None = None  # the graph as it was then
    doubtful: dict[str, str] = {}  # the features that are not plainly OK, and why


# bentofile.yaml names the packages. The client's wheel is from no index: it must be there when they are installed.
image = bentoml.images.Image(python_version="3.11").build_include("wheels")


@bentoml.service(name="fraud", image=image, traffic={"timeout": 5})
class Fraud:
    stored = bentoml.models.BentoModel("kith-fraud:latest")

    def __init__(self) -> None:
        self.model = FraudModel.load(Path(self.stored.path))

    @bentoml.on_startup
    async def connect(self) -> None:
        """One client a worker. A Kith with other features is a reason not to start; one that is away is none."""
        self.kith = kith.AsyncClient()
        try:
            reworded = self.model.check(await self.kith.catalogue(timeout=5))
        except kith.KithError as failed:
            logger.warning("Kith's features were not checked: %s", failed)
        else:
            if reworded:
                logger.warning("Described anew since the training, do they mean the same? %s", ", ".join(reworded))

    @bentoml.on_shutdown
    async def disconnect(self) -> None:
        await self.kith.close()

    @bentoml.api
    async def score(self, user_id: Annotated[str, Field(min_length=1, max_length=512)]) -> Score:
        match await self.ask(user_id):
            case kith.GraphFeatures() as answer:
                try:
                    row = answer.row(self.model.names)
                except KeyError as missing:
                    return self.fallback(f"missing: {missing}")
                risk = self.model.risk(row)
                return Score(risk=risk, basis=Basis.FEATURES, as_of=answer.as_of, doubtful=dict(answer.statuses))
            case kith.NotFound():
                return Score(risk=self.model.risk(self.model.newcomer), basis=Basis.NEW_USER)
            case failed:
                return self.fallback(failed.code.name)

    async def ask(self, user_id: str) -> kith.GraphFeatures | kith.KithError:
        start = time.perf_counter()
        answer: kith.GraphFeatures | kith.KithError
        try:
            answer = await self.kith.get(user_id, feature_names=self.model.names)
        except kith.KithError as failed:
            answer = failed
        outcome = answer.code.name if isinstance(answer, kith.KithError) else "OK"
        KITH_SECONDS.labels(outcome).observe(time.perf_counter() - start)
        return answer

    def fallback(self, reason: str) -> Score:
        return Score(risk=self.model.risk(self.model.typical), basis=Basis.FALLBACK, reason=reason)

"""The same contract as Kith's, served the plain way: Python, gRPC, and one DQL query an answer.

It stands for the server of the article that this kind of features is known from: the three features of the set `seed`,
read from the predicates that Kith keeps for people's queries, and a thread of ten for each answer.
"""

import json
import os
from concurrent import futures

import grpc
import pydgraph

from feature_store.v1 import feature_store_pb2 as messages
from feature_store.v1 import feature_store_pb2_grpc as services

QUERY = """
query features($user: string) {
  asked as var(func: eq(user_id, $user)) {
    friends {
      ages as age
      dear as purchased @filter(gt(price, 100))
    }
  }
  user(func: uid(asked)) { user_id friends: count(friends) }
  ages() { mean: avg(val(ages)) }
  bought(func: uid(dear)) @groupby(category) { products: count(uid) }
}
"""


class FeatureStore(services.FeatureStoreServiceServicer):
    def __init__(self, dgraph):
        self.dgraph = dgraph

    def GetGraphFeatures(self, request, context):
        if not request.user_id:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "user_id is empty")
        answer = self.ask(request.user_id)
        if not answer["user"]:
            context.abort(grpc.StatusCode.NOT_FOUND, "no such user")
        groups = answer["bought"][0]["@groupby"] if answer["bought"] else []
        response = messages.GetGraphFeaturesResponse()
        response.features.update(
            {
                "friend_count": answer["user"][0]["friends"],
                "avg_friend_age": answer["ages"][0].get("mean", 0.0),
                "friend_purchase_category_count": len(groups),
            }
        )
        return response

    def ask(self, user):
        transaction = self.dgraph.txn(read_only=True)
        try:
            return json.loads(transaction.query(QUERY, variables={"$user": user}).json)
        finally:
            transaction.discard()


def main():
    dgraph = pydgraph.DgraphClient(pydgraph.DgraphClientStub(os.environ["DGRAPH_ALPHA_HOST"]))
    workers = futures.ThreadPoolExecutor(max_workers=int(os.environ.get("MAX_WORKERS", "10")))
    server = grpc.server(workers)
    services.add_FeatureStoreServiceServicer_to_server(FeatureStore(dgraph), server)
    server.add_insecure_port("127.0.0.1:" + os.environ["GRPC_PORT"])
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    main()

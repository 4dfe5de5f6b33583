"""Asks Kith for one user's graph features: python get_features.py USER [HOST:PORT]

Needs grpcio and the stubs of the proto beside it:
  pip install grpcio grpcio-tools
  python -m grpc_tools.protoc -I ../../proto/src/main/proto --python_out=. --grpc_python_out=. feature_store/v1/feature_store.proto
"""

import sys

import grpc
from feature_store.v1 import feature_store_pb2 as pb
from feature_store.v1 import feature_store_pb2_grpc as rpc
from google.protobuf.json_format import MessageToDict


def main() -> int:
    user = sys.argv[1]
    address = sys.argv[2] if len(sys.argv) > 2 else "localhost:50051"
    with grpc.insecure_channel(address) as channel:
        stub = rpc.FeatureStoreServiceStub(channel)
        try:
            answer = stub.GetGraphFeatures(pb.GetGraphFeaturesRequest(user_id=user), timeout=0.5)
        except grpc.RpcError as error:
            print(f"{error.code().name}: {error.details()}", file=sys.stderr)
            return 1
    print(f"source: {pb.Source.Name(answer.source)}")
    print(f"as of: {answer.as_of.ToJsonString() if answer.HasField('as_of') else 'not known'}")
    for name, value in sorted(MessageToDict(answer.features).items()):
        status = pb.FeatureStatus.Name(answer.status[name]) if name in answer.status else ""
        print(f"{name}: {value} {status}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())

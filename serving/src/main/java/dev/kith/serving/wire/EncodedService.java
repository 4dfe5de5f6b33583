package dev.kith.serving.wire;

import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;

/** The service of the contract, with answers to GetGraphFeatures that are bytes already. */
public final class EncodedService {
  private EncodedService() {}

  /**
   * Puts another method in the place of GetGraphFeatures.
   *
   * @param generated the service as the contract has it
   * @param get answers GetGraphFeatures
   */
  public static ServerServiceDefinition of(
      ServerServiceDefinition generated,
      ServerCalls.UnaryMethod<GetGraphFeaturesRequest, EncodedAnswer> get) {
    MethodDescriptor<GetGraphFeaturesRequest, GetGraphFeaturesResponse> declared =
        FeatureStoreServiceGrpc.getGetGraphFeaturesMethod();
    MethodDescriptor<GetGraphFeaturesRequest, EncodedAnswer> encoded =
        declared.toBuilder(declared.getRequestMarshaller(), new AnswerMarshaller()).build();
    ServiceDescriptor.Builder service =
        ServiceDescriptor.newBuilder(generated.getServiceDescriptor().getName())
            .setSchemaDescriptor(generated.getServiceDescriptor().getSchemaDescriptor())
            .addMethod(encoded);
    for (MethodDescriptor<?, ?> method : generated.getServiceDescriptor().getMethods()) {
      if (!method.getFullMethodName().equals(declared.getFullMethodName())) {
        service.addMethod(method);
      }
    }
    ServerServiceDefinition.Builder out = ServerServiceDefinition.builder(service.build());
    out.addMethod(encoded, ServerCalls.asyncUnaryCall(get));
    for (ServerMethodDefinition<?, ?> method : generated.getMethods()) {
      if (!method.getMethodDescriptor().getFullMethodName().equals(declared.getFullMethodName())) {
        out.addMethod(method);
      }
    }
    return out.build();
  }
}

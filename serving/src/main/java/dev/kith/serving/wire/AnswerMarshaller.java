package dev.kith.serving.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hands the bytes of answers to gRPC. Thread-safe. */
public final class AnswerMarshaller implements MethodDescriptor.Marshaller<EncodedAnswer> {

  @Override
  public InputStream stream(EncodedAnswer answer) {
    return new Stream(answer.bytes());
  }

  /** Never called: servers don't read what they answer. */
  @Override
  public EncodedAnswer parse(InputStream stream) {
    throw new UnsupportedOperationException();
  }

  /** In one piece, of which gRPC asks for the length first. */
  private static final class Stream extends ByteArrayInputStream implements KnownLength, Drainable {
    Stream(Bytes bytes) {
      super(bytes.array(), 0, bytes.size());
    }

    @Override
    public int drainTo(OutputStream out) throws IOException {
      int length = available();
      out.write(buf, pos, length);
      pos = count;
      return length;
    }
  }
}

package dev.kith.ingest.wire;

import dev.kith.ingest.deadletter.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Any {@link Deserializer} as a reader. What it throws as a {@link SerializationException} is a bad
 * record, unless something in its causes shows that a registry did not answer. Anything else that
 * it throws goes on as it is: it is no statement about the record.
 */
public final class DeserializerReader implements RecordReader {
  private static final String CONFLUENT_CLIENT_ERROR = "RestClientException";

  private final Deserializer<?> deserializer;

  DeserializerReader(Deserializer<?> deserializer) {
    this.deserializer = deserializer;
  }

  /**
   * Makes a deserializer.
   *
   * @param className a class with a public constructor without parameters
   * @param properties what it is configured with
   * @throws IllegalArgumentException if there is no such class, or it does not take the properties;
   *     the message completes "it"
   */
  public static DeserializerReader of(String className, Map<String, ?> properties, boolean isKey) {
    Object instance;
    try {
      instance =
          Class.forName(className, true, Thread.currentThread().getContextClassLoader())
              .getDeclaredConstructor()
              .newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("could not be made: " + e.getCause(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalArgumentException("must be a class on the class path: " + e, e);
    }
    if (!(instance instanceof Deserializer<?> deserializer)) {
      throw new IllegalArgumentException("must be a " + Deserializer.class.getName());
    }
    try {
      deserializer.configure(properties, isKey);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("does not take its configuration: " + e.getMessage(), e);
    }
    return new DeserializerReader(deserializer);
  }

  @Override
  public Object read(String topic, byte[] bytes) throws BadRecordException {
    Object value;
    try {
      value = deserializer.deserialize(topic, bytes);
    } catch (SerializationException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (isOutage(cause)) {
          throw new OutageException(deserializer.getClass().getName() + ": " + cause, e);
        }
      }
      throw new BadRecordException(
          Reason.UNREADABLE_VALUE,
          e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()),
          e);
    }
    if (value == null) {
      throw new BadRecordException(
          Reason.UNREADABLE_VALUE, deserializer.getClass().getName() + " gives a null");
    }
    return value;
  }

  private static boolean isOutage(Throwable cause) {
    return switch (cause) {
      case RetriableException e -> true;
      // Avro's own, for bytes that end too early or are no number.
      case EOFException e -> false;
      case IOException e -> !e.getClass().getName().startsWith("org.apache.avro.");
      default ->
          cause.getClass().getSimpleName().equals(CONFLUENT_CLIENT_ERROR) && !isNotFound(cause);
    };
  }

  /** Confluent's client is not on the class path of this build, so it is asked by name. */
  private static boolean isNotFound(Throwable restClientException) {
    try {
      Object status =
          restClientException.getClass().getMethod("getStatus").invoke(restClientException);
      return Integer.valueOf(404).equals(status);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @Override
  public void close() {
    deserializer.close();
  }
}

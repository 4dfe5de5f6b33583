package dev.kith.dgraph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import java.io.IOException;

/**
 * Reads one of Dgraph's answers from front to end. A handler sees the reader at the beginning of a
 * value, and reads it with one of the methods, or leaves it and it is skipped. Not thread-safe.
 */
final class JsonReader {

  /** What is done with a value. */
  interface Item {
    void read(JsonReader value) throws IOException;
  }

  /** What is done with the value of a field. */
  interface Field {
    void read(String name, JsonReader value) throws IOException;
  }

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a whole answer, which is an object.
   *
   * @throws DgraphException of kind REFUSED if it is not what the handlers take it for
   */
  static void read(ByteString json, Field fields) throws DgraphException {
    try (JsonParser parser = FACTORY.createParser(json.newInput())) {
      parser.nextToken();
      new JsonReader(parser).object(fields);
    } catch (IOException | RuntimeException e) {
      throw new DgraphException(
          DgraphException.Kind.REFUSED, "Dgraph's answer can't be read: " + e.getMessage(), e);
    }
  }

  void object(Field fields) throws IOException {
    expect(JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.read(name, this);
      parser.skipChildren(); // nothing, unless the handler left the value
    }
  }

  void array(Item items) throws IOException {
    expect(JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.read(this);
      parser.skipChildren();
    }
  }

  /** A list of objects; Dgraph writes a predicate that has at most one value without the list. */
  void objects(Item objects) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      array(objects);
    } else {
      objects.read(this);
    }
  }

  String text() throws IOException {
    expect(JsonToken.VALUE_STRING);
    return parser.getText();
  }

  /** The number of a uid that is written as text. */
  long uid() throws IOException {
    return Uids.parse(text());
  }

  long longValue() throws IOException {
    return parser.getLongValue();
  }

  /** The double that is nearest to the decimal; Dgraph writes enough digits to tell all apart. */
  double doubleValue() throws IOException {
    return Double.parseDouble(parser.getText()); // a whole number too, and -0
  }

  boolean booleanValue() throws IOException {
    return parser.getBooleanValue();
  }

  /** Sets an attribute of a row to the value. */
  void into(Row.Builder row, Attribute attribute) throws IOException {
    switch (attribute.type()) {
      case INT -> row.set(attribute, longValue());
      case DOUBLE -> row.set(attribute, doubleValue());
      case STRING -> row.set(attribute, text());
      case BOOL -> row.set(attribute, booleanValue());
      case TIMESTAMP -> row.set(attribute, Timestamps.parse(text()));
    }
  }

  private void expect(JsonToken token) throws IOException {
    if (parser.currentToken() != token) {
      throw new IOException(token + " expected, " + parser.currentToken() + " found");
    }
  }
}

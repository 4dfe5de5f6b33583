package dev.kith.local.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Values;
import dev.kith.proto.v1.HypotheticalEdge;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an edge that does not exist: {@code purchased u1 p7 amount=120}, or, whatever its keys and
 * values are, as the JSON of its message.
 */
final class EdgeConverter implements ITypeConverter<HypotheticalEdge> {
  private static final int ENDS = 3;
  private static final Pattern ATTRIBUTE = Pattern.compile("([^=]+)=(.*)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  @Override
  public HypotheticalEdge convert(String text) {
    HypotheticalEdge.Builder edge = HypotheticalEdge.newBuilder();
    if (text.strip().startsWith("{")) {
      try {
        JsonFormat.parser().merge(text, edge);
      } catch (InvalidProtocolBufferException _) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is no edge as JSON, like"
                + " {\"type\": \"purchased\", \"from_key\": \"u1\", \"to_key\": \"p7\"}");
      }
      return edge.build();
    }
    String[] words = text.strip().split("\\s+", -1);
    if (words.length < ENDS) {
      throw wrong(text);
    }
    edge.setType(words[0]).setFromKey(words[1]).setToKey(words[2]);
    for (int i = ENDS; i < words.length; i++) {
      Matcher attribute = ATTRIBUTE.matcher(words[i]);
      if (!attribute.matches()) {
        throw wrong(text);
      }
      edge.getAttributesBuilder().putFields(attribute.group(1), value(attribute.group(2)));
    }
    return edge.build();
  }

  /** A number, true or false; or else the text, which may be quoted to be one in any case. */
  private static Value value(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Values.of(Double.parseDouble(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return Values.of(text.equals("true"));
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return Values.of(quoted ? text.substring(1, text.length() - 1) : text);
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is no edge like 'purchased u1 p7 amount=120'");
  }
}

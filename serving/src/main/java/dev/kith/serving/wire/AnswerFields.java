package dev.kith.serving.wire;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.kith.proto.v1.GetGraphFeaturesResponse;

/** The numbers of the fields that an answer is made of. */
final class AnswerFields {
  static final int FEATURES = GetGraphFeaturesResponse.FEATURES_FIELD_NUMBER;
  static final int AS_OF = GetGraphFeaturesResponse.AS_OF_FIELD_NUMBER;
  static final int SOURCE = GetGraphFeaturesResponse.SOURCE_FIELD_NUMBER;
  static final int STATUS = GetGraphFeaturesResponse.STATUS_FIELD_NUMBER;

  static final int STRUCT_FIELDS = Struct.FIELDS_FIELD_NUMBER;
  static final int NULL = Value.NULL_VALUE_FIELD_NUMBER;
  static final int NUMBER = Value.NUMBER_VALUE_FIELD_NUMBER;
  static final int STRING = Value.STRING_VALUE_FIELD_NUMBER;
  static final int BOOL = Value.BOOL_VALUE_FIELD_NUMBER;
  static final int SECONDS = Timestamp.SECONDS_FIELD_NUMBER;
  static final int NANOS = Timestamp.NANOS_FIELD_NUMBER;

  /** Of an entry of a map, as the format has it. */
  static final int ENTRY_KEY = 1;

  static final int ENTRY_VALUE = 2;

  private AnswerFields() {}
}

package dev.kith.features.operator;

/** An argument in features.yaml is not what the operator takes. */
public final class InvalidArgumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String fix;

  /**
   * @param line in features.yaml
   * @param what is wrong
   * @param fix what to do about it
   */
  public InvalidArgumentException(int line, String what, String fix) {
    super(what);
    this.line = line;
    this.fix = fix;
  }

  public int line() {
    return line;
  }

  public String fix() {
    return fix;
  }
}

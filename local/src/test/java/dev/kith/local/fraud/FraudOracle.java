package dev.kith.local.fraud;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The features of the fraud example, as their descriptions define them, by loops over the rows of
 * its files. Knows nothing of Kith.
 */
final class FraudOracle {

  /**
   * The value of a feature.
   *
   * @param value {@code Double}, {@code String}, {@code Boolean}, or null where there is none
   * @param defaulted whether it is the feature's default, for want of anything to aggregate
   */
  record Value(@Nullable Object value, boolean defaulted) {}

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final MathContext DIGITS = new MathContext(200);

  private final Instant now;
  private final List<CsvRow> users;
  private final List<CsvRow> devices;
  private final List<CsvRow> cards;
  private final List<CsvRow> merchants;
  private final List<CsvRow> userDevices;
  private final List<CsvRow> userCards;
  private final List<CsvRow> logins;
  private final List<CsvRow> payments;

  private final Map<String, Value> out = new LinkedHashMap<>();

  private FraudOracle(Path folder, Instant now) throws IOException {
    this.now = now;
    users = CsvRow.read(folder.resolve("users.csv"));
    devices = CsvRow.read(folder.resolve("devices.csv"));
    cards = CsvRow.read(folder.resolve("cards.csv"));
    merchants = CsvRow.read(folder.resolve("merchants.csv"));
    userDevices = past(CsvRow.read(folder.resolve("user_devices.csv")), "first_seen_at");
    userCards = past(CsvRow.read(folder.resolve("user_cards.csv")), "added_at");
    logins = past(CsvRow.read(folder.resolve("logins.csv")), "logged_in_at");
    payments = past(CsvRow.read(folder.resolve("payments.csv")), "paid_at");
  }

  /** Every feature of a user, by name. */
  static Map<String, Value> features(Path folder, String user, Instant now) throws IOException {
    FraudOracle oracle = new FraudOracle(folder, now);
    CsvRow self = oracle.only(oracle.users, "user_id", user);
    oracle.usualAmount(self, new FraudOracle(folder, Instant.MAX));
    oracle.account(self);
    oracle.devices(user);
    oracle.logins(self, user);
    oracle.cards(self, user);
    oracle.payments(oracle.of(oracle.payments, "user_id", user));
    oracle.nearByDevice(user);
    oracle.nearByCard(user);
    oracle.nearInTime(user);
    return oracle.out;
  }

  private void account(CsvRow self) {
    put("country", self.has("country") ? self.text("country") : null);
    put("verified", self.is("verified", "true"));
    put("account_age_days", elapsed(self.time("created_at"), DAY));
  }

  private void devices(String user) {
    List<CsvRow> own = of(userDevices, "user_id", user);
    put("device_count", own.size());
    put("new_device_count_24h", within(own, "first_seen_at", DAY).size());
    put("hours_since_new_device", own.isEmpty() ? null : elapsed(last(own, "first_seen_at"), HOUR));
    put(
        "emulator_count",
        where(own, row -> device(row.text("device_id")).is("emulator", "true")).size());
  }

  private void logins(CsvRow self, String user) {
    List<CsvRow> own = of(logins, "user_id", user);
    List<CsvRow> day = within(own, "logged_in_at", DAY);
    put("login_count_24h", day.size());
    put("failed_login_count_1h", failed(within(own, "logged_in_at", HOUR)).size());
    putRatio("failed_login_ratio_24h", failed(day).size(), day.size());
    put("login_device_count_24h", distinct(day, "device_id").size());
    put("login_country_count_24h", distinct(day, "ip_country").size());
    put(
        "foreign_login_count_24h",
        self.has("country")
            ? where(day, row -> row.isOtherThan("ip_country", self.text("country"))).size()
            : 0);
  }

  private void cards(CsvRow self, String user) {
    List<CsvRow> own = of(userCards, "user_id", user);
    List<CsvRow> kept =
        own.stream().map(row -> only(cards, "card_id", row.text("card_id"))).toList();
    put("card_count", own.size());
    put("new_card_count_24h", within(own, "added_at", DAY).size());
    putRatio("prepaid_card_ratio", of(kept, "prepaid", "true").size(), kept.size());
    put(
        "foreign_card_count",
        self.has("country")
            ? where(kept, card -> card.isOtherThan("issuer_country", self.text("country"))).size()
            : 0);
  }

  /**
   * What is told of those who have not paid yet.
   *
   * @param today the same rows as of today, since that is when means of cohorts are of
   */
  private void usualAmount(CsvRow self, FraudOracle today) {
    BigDecimal own = usualAmount(self);
    if (own != null) {
      put("usual_paid_amount", own);
      return;
    }
    List<BigDecimal> others = new ArrayList<>();
    for (CsvRow user : today.users) {
      BigDecimal usual = today.usualAmount(user);
      if (usual != null && self.has("country") && user.is("country", self.text("country"))) {
        others.add(new BigDecimal(usual.doubleValue())); // as the double that it is told as
      }
    }
    BigDecimal sum = others.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    Object mean =
        others.isEmpty() ? null : sum.divide(new BigDecimal(others.size()), DIGITS).doubleValue();
    out.put("usual_paid_amount", new Value(mean, true));
  }

  private @Nullable BigDecimal usualAmount(CsvRow user) {
    return mean(done(of(payments, "user_id", user.text("user_id"))));
  }

  private void payments(List<CsvRow> own) {
    List<CsvRow> day = within(own, "paid_at", DAY);
    List<CsvRow> month = within(own, "paid_at", Duration.ofDays(30));
    put("payment_count_1h", within(own, "paid_at", HOUR).size());
    put("payment_count_24h", day.size());
    put("payment_count_30d", month.size());
    put("paid_amount_1h", sum(done(within(own, "paid_at", HOUR))));
    put("paid_amount_24h", sum(done(day)));
    putOr0("avg_paid_amount_30d", mean(done(month)));
    put(
        "max_paid_amount_30d",
        done(month).stream().map(FraudOracle::amount).reduce(BigDecimal::max).orElse(null));
    putRatio("declined_ratio_24h", of(day, "declined", "true").size(), day.size());
    put("payment_card_count_24h", distinct(day, "card_id").size());
    put("merchant_count_24h", distinct(day, "merchant_id").size());
    List<CsvRow> paid =
        day.stream().map(row -> only(merchants, "merchant_id", row.text("merchant_id"))).toList();
    put("merchant_country_count_24h", distinct(paid, "country").size());
    put(
        "gift_card_amount_24h",
        sum(
            where(
                done(day),
                row ->
                    only(merchants, "merchant_id", row.text("merchant_id"))
                        .is("category", "gift cards"))));
    put(
        "minutes_since_last_payment",
        own.isEmpty() ? null : elapsed(last(own, "paid_at"), Duration.ofMinutes(1)));
  }

  private void nearByDevice(String user) {
    Set<String> own = distinct(of(userDevices, "user_id", user), "device_id");
    List<CsvRow> others =
        where(userDevices, row -> own.contains(row.text("device_id")) && !row.is("user_id", user));
    Set<String> near = distinct(others, "user_id");
    put("device_user_count", near.size());
    put(
        "new_device_user_count_7d",
        distinct(within(others, "first_seen_at", Duration.ofDays(7)), "user_id").size());
    put("blocked_user_on_device_count", blocked(near));

    Set<String> triedOn = distinct(of(logins, "user_id", user), "device_id");
    put(
        "device_login_user_count_24h",
        distinct(
                where(
                    within(logins, "logged_in_at", DAY),
                    row -> triedOn.contains(row.text("device_id")) && !row.is("user_id", user)),
                "user_id")
            .size());

    Set<String> theirCards =
        distinct(where(userCards, row -> near.contains(row.text("user_id"))), "card_id");
    put("device_card_count", theirCards.size());
    Set<String> ring =
        distinct(where(userCards, row -> theirCards.contains(row.text("card_id"))), "user_id");
    ring.remove(user);
    put("ring_user_count", ring.size());

    List<CsvRow> day = within(paidBy(near), "paid_at", DAY);
    put("device_user_payment_count_24h", day.size());
    put("device_user_payment_amount_24h", sum(done(day)));
    putRatio("device_user_declined_ratio_24h", of(day, "declined", "true").size(), day.size());
  }

  private void nearByCard(String user) {
    Set<String> own = distinct(of(userCards, "user_id", user), "card_id");
    List<CsvRow> others =
        where(userCards, row -> own.contains(row.text("card_id")) && !row.is("user_id", user));
    Set<String> near = distinct(others, "user_id");
    put("shared_card_count", distinct(others, "card_id").size());
    put("card_user_count", near.size());
    put("blocked_user_on_card_count", blocked(near));
    List<CsvRow> day = within(paidBy(near), "paid_at", DAY);
    put("card_user_payment_count_24h", day.size());
    put("card_user_payment_amount_24h", sum(done(day)));
  }

  private void nearInTime(String user) {
    put(
        "co_login_user_count_1h",
        coActors(logins, "device_id", "logged_in_at", user, HOUR, Duration.ofDays(7)).size());
    put(
        "co_payer_count_30m",
        coActors(payments, "merchant_id", "paid_at", user, Duration.ofMinutes(30), DAY).size());
  }

  /**
   * Other users with a row on the same, at most {@code apart} before or after one of the user's.
   */
  private Set<String> coActors(
      List<CsvRow> rows, String on, String at, String user, Duration apart, Duration within) {
    Set<String> out = new HashSet<>();
    for (CsvRow own : within(of(rows, "user_id", user), at, within)) {
      for (CsvRow other : of(rows, on, own.text(on))) {
        Duration between = Duration.between(own.time(at), other.time(at)).abs();
        if (!other.is("user_id", user) && between.compareTo(apart) <= 0) {
          out.add(other.text("user_id"));
        }
      }
    }
    return out;
  }

  private List<CsvRow> past(List<CsvRow> rows, String column) {
    return where(rows, row -> !row.time(column).isAfter(now));
  }

  private List<CsvRow> within(List<CsvRow> rows, String column, Duration window) {
    return where(rows, row -> row.isWithin(column, window, now));
  }

  private List<CsvRow> paidBy(Set<String> users) {
    return where(payments, row -> users.contains(row.text("user_id")));
  }

  private int blocked(Set<String> keys) {
    return where(users, row -> keys.contains(row.text("user_id")) && row.is("blocked", "true"))
        .size();
  }

  private CsvRow device(String key) {
    return only(devices, "device_id", key);
  }

  private CsvRow only(List<CsvRow> rows, String column, String value) {
    List<CsvRow> found = of(rows, column, value);
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " rows with " + column + " " + value);
    }
    return found.getFirst();
  }

  private List<CsvRow> of(List<CsvRow> rows, String column, String value) {
    return where(rows, row -> row.is(column, value));
  }

  private static List<CsvRow> failed(List<CsvRow> logins) {
    return where(logins, row -> row.is("succeeded", "false"));
  }

  /** Those that are known not to be declined. */
  private static List<CsvRow> done(List<CsvRow> payments) {
    return where(payments, row -> row.is("declined", "false"));
  }

  private static List<CsvRow> where(List<CsvRow> rows, Predicate<CsvRow> condition) {
    return rows.stream().filter(condition).toList();
  }

  private static Set<String> distinct(List<CsvRow> rows, String column) {
    Set<String> values = new HashSet<>();
    for (CsvRow row : rows) {
      if (row.has(column)) {
        values.add(row.text(column));
      }
    }
    return values;
  }

  private static Instant last(List<CsvRow> rows, String column) {
    List<Instant> times = new ArrayList<>();
    rows.forEach(row -> times.add(row.time(column)));
    return times.stream().max(Instant::compareTo).orElseThrow();
  }

  /** As the double that the graph holds. */
  private static BigDecimal amount(CsvRow payment) {
    return new BigDecimal(Double.parseDouble(payment.text("amount")));
  }

  private static BigDecimal sum(List<CsvRow> payments) {
    return payments.stream().map(FraudOracle::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static @Nullable BigDecimal mean(List<CsvRow> payments) {
    return payments.isEmpty()
        ? null
        : sum(payments).divide(new BigDecimal(payments.size()), DIGITS);
  }

  private BigDecimal elapsed(Instant since, Duration unit) {
    return new BigDecimal(ChronoUnit.MICROS.between(since, now))
        .divide(new BigDecimal(unit.toNanos() / 1_000), DIGITS);
  }

  private void put(String name, @Nullable Object value) {
    out.put(
        name,
        new Value(value instanceof Number number ? (Object) number.doubleValue() : value, false));
  }

  private void putOr0(String name, @Nullable BigDecimal value) {
    out.put(name, value == null ? new Value(0.0, true) : new Value(value.doubleValue(), false));
  }

  private void putRatio(String name, int part, int all) {
    putOr0(name, all == 0 ? null : new BigDecimal(part).divide(new BigDecimal(all), DIGITS));
  }
}

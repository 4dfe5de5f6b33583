-- All features of one user ($user) at one time ($now), a column each, asked of the source tables themselves: the shipped
-- catalogue as docs/features.md and features.yaml define it, written without a look at how Kith computes it. Limits are
-- left out: the test's shop has no user that they would cut.
WITH asked AS (
  SELECT CAST(? AS text) AS u, CAST(? AS timestamptz) AS now
), knows AS ( -- in both directions; of two rows the earlier counts, and one without a time is the earliest
  SELECT a, b, since
  FROM asked, (
    SELECT a, b, CASE WHEN bool_and(since IS NOT NULL) THEN min(since) END AS since
    FROM (
      SELECT user_id AS a, friend_id AS b, since FROM friendships
      UNION ALL
      SELECT friend_id, user_id, since FROM friendships
    ) AS rows
    GROUP BY a, b
  ) AS pairs
  WHERE since IS NULL OR since <= now
), bought AS (
  SELECT purchase_id, user_id, product_id, amount, purchased_at AS at
  FROM purchases, asked
  WHERE purchased_at IS NULL OR purchased_at <= now
), friend AS (
  SELECT b AS id, since FROM knows, asked WHERE a = u
), own AS (
  SELECT bought.* FROM bought, asked WHERE user_id = u
), of_friends AS (
  SELECT bought.* FROM bought JOIN friend ON friend.id = bought.user_id
), second_hop AS ( -- by how many friends each is known
  SELECT b AS id, count(*) AS ways
  FROM knows JOIN friend ON friend.id = knows.a, asked
  WHERE b <> u
  GROUP BY b
), friend_pair AS (
  SELECT a, b FROM knows
  WHERE a < b AND a IN (SELECT id FROM friend) AND b IN (SELECT id FROM friend)
), near AS ( -- what others bought within a day of a purchase of it by the user
  SELECT own.purchase_id AS about, other.user_id AS who, other.product_id AS what
  FROM asked, own JOIN bought AS other ON other.product_id = own.product_id
  WHERE other.user_id <> u
    AND own.at > now - interval '30 days'
    AND other.at BETWEEN own.at - interval '24 hours' AND own.at + interval '24 hours'
), near_friend AS (
  SELECT near.* FROM near JOIN friend ON friend.id = near.who
), first_bought AS (
  SELECT user_id AS who, product_id AS what, min(at) AS at
  FROM bought
  WHERE at IS NOT NULL
  GROUP BY user_id, product_id
), adopted_once AS (
  SELECT theirs.who, theirs.what, theirs.at
  FROM asked
    JOIN first_bought AS mine ON mine.who = u
    JOIN first_bought AS theirs ON theirs.what = mine.what
    JOIN friend ON friend.id = theirs.who
  WHERE theirs.at > mine.at AND theirs.at <= mine.at + interval '7 days'
), adopted_twice AS (
  SELECT DISTINCT theirs.who, theirs.what, theirs.at
  FROM asked, adopted_once AS before
    JOIN knows ON knows.a = before.who
    JOIN first_bought AS theirs ON theirs.who = knows.b AND theirs.what = before.what
  WHERE theirs.who <> u
    AND theirs.at > before.at AND theirs.at <= before.at + interval '7 days'
    AND (theirs.who, theirs.what) NOT IN (SELECT who, what FROM adopted_once)
), adopted AS (
  SELECT who, what, at, 1 AS step FROM adopted_once
  UNION ALL
  SELECT who, what, at, 2 FROM adopted_twice
)
SELECT
  self.age,
  self.city,
  extract(epoch FROM now - self.created_at) / 86400 AS account_age_days,

  (SELECT count(*) FROM friend) AS friend_count,
  (SELECT count(*) FROM friend WHERE since > now - interval '7 days') AS new_friend_count_7d,
  (SELECT coalesce(avg(age), 0) FROM friend JOIN users ON user_id = id) AS avg_friend_age,
  (SELECT coalesce(avg(CASE WHEN theirs.city = self.city THEN 1 ELSE 0 END), 0)
    FROM friend LEFT JOIN users AS theirs ON user_id = id) AS friend_same_city_ratio,

  (SELECT count(*) FROM own WHERE at > now - interval '1 hour') AS purchase_count_1h,
  (SELECT count(*) FROM own WHERE at > now - interval '24 hours') AS purchase_count_24h,
  (SELECT count(*) FROM own WHERE at > now - interval '7 days') AS purchase_count_7d,
  (SELECT count(*) FROM own WHERE at > now - interval '30 days') AS purchase_count_30d,
  (SELECT coalesce(sum(amount), 0) FROM own WHERE at > now - interval '1 hour') AS purchase_amount_1h,
  (SELECT coalesce(sum(amount), 0) FROM own WHERE at > now - interval '24 hours') AS purchase_amount_24h,
  (SELECT coalesce(sum(amount), 0) FROM own WHERE at > now - interval '7 days') AS purchase_amount_7d,
  (SELECT coalesce(sum(amount), 0) FROM own WHERE at > now - interval '30 days') AS purchase_amount_30d,
  (SELECT coalesce(avg(amount), 0) FROM own WHERE at > now - interval '30 days') AS avg_purchase_amount_30d,
  (SELECT count(DISTINCT category) FROM own JOIN products USING (product_id)) AS purchase_category_count,
  (SELECT extract(epoch FROM now - max(at)) FROM own) AS seconds_since_last_purchase,

  (SELECT count(DISTINCT category) FROM of_friends JOIN products USING (product_id)
    WHERE price > 100) AS friend_purchase_category_count,
  (SELECT count(*) FROM of_friends WHERE at > now - interval '7 days') AS friend_purchase_count_7d,
  (SELECT coalesce(sum(amount), 0) FROM of_friends WHERE at > now - interval '7 days') AS friend_purchase_amount_7d,
  (SELECT count(DISTINCT user_id) FROM of_friends WHERE at > now - interval '24 hours') AS active_friend_count_24h,

  (SELECT count(*) FROM second_hop WHERE id NOT IN (SELECT id FROM friend)) AS second_degree_count,
  (SELECT count(*) FROM friend_pair) AS triangle_count,
  (SELECT CASE WHEN count(*) < 2 THEN 0
      ELSE (SELECT count(*) FROM friend_pair) / (count(*) * (count(*) - 1) / 2.0) END
    FROM friend) AS clustering_coefficient,
  (SELECT coalesce(sum(ways * (ways - 1) / 2), 0) FROM second_hop) AS square_count,

  (SELECT count(DISTINCT who) FROM near) AS shared_product_user_count_24h,
  (SELECT count(DISTINCT who) FROM near_friend) AS copurchase_friend_count_24h,
  (SELECT count(DISTINCT (who, what)) FROM near_friend) AS closed_loop_count_24h,
  (SELECT count(*) FROM friend_pair WHERE EXISTS (
      SELECT FROM near_friend AS one JOIN near_friend AS other USING (about)
      WHERE one.who = friend_pair.a AND other.who = friend_pair.b)) AS ring_triangle_count_24h,

  (SELECT count(*) FROM adopted_once) AS adoption_count_7d,
  (SELECT count(DISTINCT who) FROM adopted_once) AS adopter_count_7d,
  (SELECT count(DISTINCT who) FROM adopted) AS influence_reach_2hop,
  (SELECT coalesce(sum(power(0.5, extract(epoch FROM now - at) / (7 * 86400.0)) * power(0.5, step - 1)), 0)
    FROM adopted WHERE at > now - interval '30 days') AS influence_score_30d
FROM asked JOIN users AS self ON self.user_id = u

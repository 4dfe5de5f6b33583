-- Random rows for tables.sql, the same ones at each run but for their times, which lie before now. As in a real database,
-- values are missing, and rows refer to users and products that are not there.
SELECT setseed(0.25);

INSERT INTO users
SELECT
  'u' || i,
  CASE WHEN random() < 0.9 THEN 18 + floor(random() * 60) END,
  CASE WHEN random() < 0.9 THEN 'city' || floor(random() * 8) END,
  now() - random() * interval '900 days'
FROM generate_series(0, 399) AS i;

INSERT INTO products
SELECT
  'p' || i,
  CASE WHEN random() < 0.9 THEN 'category' || floor(random() * 12) END,
  CASE WHEN random() < 0.9 THEN round((random() * 300)::numeric, 2) END
FROM generate_series(0, 149) AS i;

INSERT INTO friendships
SELECT 'u' || a, 'u' || b, CASE WHEN random() < 0.9 THEN now() - random() * interval '30 days' END
FROM (SELECT floor(random() * 410) AS a, floor(random() * 410) AS b FROM generate_series(1, 2400)) AS pairs
WHERE a <> b
ON CONFLICT DO NOTHING;

INSERT INTO purchases
SELECT
  'o' || i,
  'u' || floor(random() * 410),
  'p' || floor(random() * 155),
  1 + floor(random() * 3),
  round((random() * 500)::numeric, 2),
  now() - random() * random() * interval '40 days'
FROM generate_series(1, 8000) AS i;

-- A fraud ring of five new users: friends of each other, who three times bought the same within minutes.
BEGIN;

INSERT INTO users
SELECT name, 30, 'Riga', now() - interval '90 days'
FROM unnest(ARRAY['ada', 'ben', 'cleo', 'dan', 'zoe']) AS name;

INSERT INTO friendships
SELECT a, b, now() - interval '20 days'
FROM unnest(ARRAY['ada', 'ben', 'cleo', 'dan', 'zoe']) AS a, unnest(ARRAY['ada', 'ben', 'cleo', 'dan', 'zoe']) AS b
WHERE a < b;

INSERT INTO purchases
SELECT 'ring-' || name || '-' || day, name, 'p010' || day, 1, 100, now() - day * interval '1 day' - minute * interval '1 minute'
FROM unnest(ARRAY['ada', 'ben', 'cleo', 'dan', 'zoe']) WITH ORDINALITY AS member(name, minute), generate_series(1, 3) AS day;

COMMIT;

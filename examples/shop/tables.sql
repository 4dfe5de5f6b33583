-- The tables that schemas/graph.yaml is about.
CREATE TABLE users (
  user_id text PRIMARY KEY,
  age int,
  city text,
  created_at timestamptz
);

CREATE TABLE products (
  product_id text PRIMARY KEY,
  category text,
  price numeric(12, 2)
);

-- One row is enough for both directions.
CREATE TABLE friendships (
  user_id text,
  friend_id text,
  since timestamptz,
  PRIMARY KEY (user_id, friend_id),
  CHECK (user_id <> friend_id)
);

CREATE TABLE purchases (
  purchase_id text PRIMARY KEY,
  user_id text NOT NULL,
  product_id text NOT NULL,
  quantity int,
  amount numeric(12, 2),
  purchased_at timestamptz
);

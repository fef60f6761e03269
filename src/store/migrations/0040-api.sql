-- Keys of writes that were done, so that a second request with the key is not. Rows live a day.
CREATE TABLE idempotency_keys (
  key text PRIMARY KEY COLLATE "C",
  fingerprint text NOT NULL,
  claimed_at timestamptz NOT NULL,
  -- Null while the request is worked on.
  status smallint,
  body text,
  has_secret boolean NOT NULL DEFAULT false
);
CREATE INDEX idempotency_keys_claimed_at ON idempotency_keys (claimed_at);

-- Answers to requests that carried an idempotency key, kept with what the request changed.
CREATE TABLE answered_requests (
  caller text NOT NULL,
  idempotency_key text NOT NULL,
  request_hash text NOT NULL,
  answer jsonb,
  answered_at bigint NOT NULL,
  PRIMARY KEY (caller, idempotency_key)
);
CREATE INDEX answered_requests_by_age ON answered_requests (answered_at);

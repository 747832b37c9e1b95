-- Who may come in: users, their sessions, machines' tokens, and how often a sign-in failed.
CREATE TABLE users (
  user_id text PRIMARY KEY,
  sign_in_name text NOT NULL UNIQUE,
  full_name text NOT NULL,
  email text,
  roles text[] NOT NULL,
  password_hash text,
  totp_secret text,
  totp_last_step bigint,
  single_sign_on_subject text UNIQUE,
  disabled boolean NOT NULL DEFAULT false,
  created_at bigint NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE TABLE sessions (
  token_hash text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users,
  created_at bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  ends_at bigint NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE TABLE service_tokens (
  service_token_id text PRIMARY KEY,
  token_hash text NOT NULL UNIQUE,
  service_name text NOT NULL,
  scopes text[] NOT NULL,
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  revoked_at bigint
);
CREATE TABLE sign_in_failures (
  name_hash text PRIMARY KEY,
  failures integer NOT NULL,
  since bigint NOT NULL
);

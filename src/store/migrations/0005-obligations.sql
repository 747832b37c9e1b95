-- What the law and good order ask of a case: decisions by two people, deadlines, notices, holds, files, disposal.

-- Four eyes: nobody decides on what they asked for. Held here, whatever program writes.
CREATE TABLE approvals (
  approval_id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('report', 'exit', 'release', 'pack_change', 'disposal')),
  -- What is to be approved, by id, and SHA-256 of its content as it was when asked: an approval is of that content alone.
  object_id text NOT NULL,
  content_hash text NOT NULL,
  case_id text REFERENCES cases ON DELETE CASCADE,
  why text NOT NULL,
  asked_by text NOT NULL REFERENCES users (user_id),
  asked_at bigint NOT NULL,
  decision text CHECK (decision IN ('approved', 'refused', 'withdrawn')),
  decided_by text REFERENCES users (user_id),
  decided_at bigint,
  decision_reason text,
  version integer NOT NULL DEFAULT 1,
  CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT four_eyes CHECK (decision IS NULL OR (decision = 'withdrawn') = (decided_by = asked_by))
);
CREATE INDEX approvals_by_case ON approvals (case_id);
CREATE INDEX approvals_waiting ON approvals (kind, asked_at) WHERE decision IS NULL;
CREATE FUNCTION refuse_change_of_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL THEN
    RAISE EXCEPTION 'a decision stands: %', OLD.approval_id;
  END IF;
  IF NEW.asked_by <> OLD.asked_by OR NEW.content_hash <> OLD.content_hash OR NEW.kind <> OLD.kind
    OR NEW.object_id <> OLD.object_id THEN
    RAISE EXCEPTION 'what was asked stands: %', OLD.approval_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER decisions_stand BEFORE UPDATE ON approvals FOR EACH ROW EXECUTE FUNCTION refuse_change_of_decision();

-- That a report exists or was considered: read only under an action of its own, never joined into a case.
CREATE TABLE case_suspicions (
  case_id text PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
  formed_at bigint NOT NULL,
  formed_by text NOT NULL,
  matter text NOT NULL,
  due_at bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('formed', 'report_drafted', 'report_approved', 'reported', 'no_report')),
  reported_at bigint,
  receipt text,
  reason text,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX case_suspicions_due ON case_suspicions (due_at) WHERE state NOT IN ('reported', 'no_report');

-- An authority asks that a customer stays a customer.
CREATE TABLE keep_open_requests (
  keep_open_id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  customer_id text NOT NULL,
  authority text NOT NULL,
  reference text NOT NULL,
  begins_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  ended_at bigint,
  added_at bigint NOT NULL,
  added_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CHECK (ends_at > begins_at)
);
CREATE INDEX keep_open_by_customer ON keep_open_requests (customer_id);

-- While one stands, nothing of the case is disposed of.
CREATE TABLE legal_holds (
  hold_id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases,
  why text NOT NULL,
  placed_at bigint NOT NULL,
  placed_by text NOT NULL,
  released_at bigint,
  released_by text,
  release_reason text,
  version integer NOT NULL DEFAULT 1,
  CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE INDEX legal_holds_standing ON legal_holds (case_id) WHERE released_at IS NULL;

-- Encrypted before they come here; never opened by the server for show.
CREATE TABLE case_files (
  file_id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  name text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  -- SHA-256 of the content before encryption.
  hash text NOT NULL,
  nonce bytea NOT NULL,
  content bytea NOT NULL,
  added_at bigint NOT NULL,
  added_by text NOT NULL
);
CREATE INDEX case_files_by_case ON case_files (case_id, added_at);

-- What was disposed of, when and by whom, without any of it.
CREATE TABLE disposals (
  disposal_id text PRIMARY KEY,
  disposed_at bigint NOT NULL,
  disposed_by text NOT NULL,
  certificate jsonb NOT NULL
);

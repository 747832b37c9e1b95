-- What the law and good order ask of a case, continued: exits, keys of files, and approvals that cannot be asked for twice.

-- Ending a customer relation, as it was proposed. Whether it was approved stands in approvals.
CREATE TABLE customer_exits (
  exit_id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  customer_id text NOT NULL,
  why text NOT NULL,
  -- Whether police were asked first: an exit can warn somebody whom they watch.
  police_contact text NOT NULL CHECK (police_contact IN ('not_needed', 'to_be_made', 'made')),
  police_contact_note text NOT NULL,
  -- Whether an authority asked that the customer stays, when the exit was proposed.
  kept_open boolean NOT NULL,
  proposed_at bigint NOT NULL,
  proposed_by text NOT NULL REFERENCES users (user_id)
);
CREATE INDEX customer_exits_by_case ON customer_exits (case_id, proposed_at);
CREATE INDEX customer_exits_by_customer ON customer_exits (customer_id);

-- Which key a file is encrypted under, and whether it is for those who may know of reports.
ALTER TABLE case_files ADD COLUMN key_id text NOT NULL DEFAULT 'unknown', ADD COLUMN of_report boolean NOT NULL DEFAULT false;
-- Only for rows from before: whoever adds a file says which.
ALTER TABLE case_files ALTER COLUMN key_id DROP DEFAULT;

-- What was refused is not asked for again until it is another content, whoever might have decided otherwise.
CREATE UNIQUE INDEX approvals_asked_once ON approvals (kind, object_id, content_hash)
  WHERE decision IS DISTINCT FROM 'withdrawn';
CREATE FUNCTION refuse_decided_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decision IS NOT NULL THEN
    RAISE EXCEPTION 'an approval is asked for before it is decided: %', NEW.approval_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER approvals_begin_undecided BEFORE INSERT ON approvals
  FOR EACH ROW EXECUTE FUNCTION refuse_decided_approval();
CREATE OR REPLACE FUNCTION refuse_change_of_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL THEN
    RAISE EXCEPTION 'a decision stands: %', OLD.approval_id;
  END IF;
  IF (NEW.approval_id, NEW.kind, NEW.object_id, NEW.content_hash, NEW.case_id, NEW.why, NEW.asked_by, NEW.asked_at)
    IS DISTINCT FROM
    (OLD.approval_id, OLD.kind, OLD.object_id, OLD.content_hash, OLD.case_id, OLD.why, OLD.asked_by, OLD.asked_at) THEN
    RAISE EXCEPTION 'what was asked stands: %', OLD.approval_id;
  END IF;
  RETURN NEW;
END
$$;

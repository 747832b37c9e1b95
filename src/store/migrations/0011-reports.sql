-- Reports to authorities: what people add to a case for them, and each draft as it was gathered.

-- Particulars of subjects and sentences of people; one document a case, replaced whole.
CREATE TABLE report_particulars (
  case_id text PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
  particulars jsonb NOT NULL,
  changed_at bigint NOT NULL,
  changed_by text NOT NULL,
  version integer NOT NULL DEFAULT 1
);

-- A draft is never changed: another is drafted, and an approval is of one by its hash.
CREATE TABLE reports (
  report_id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  content jsonb NOT NULL,
  -- SHA-256 over the canonical JSON of the content, as approvals of reports have it.
  content_hash text NOT NULL,
  drafted_at bigint NOT NULL,
  drafted_by text NOT NULL
);
CREATE INDEX reports_by_case ON reports (case_id, drafted_at);
CREATE FUNCTION refuse_change_of_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a draft stands: %', OLD.report_id;
END
$$;
CREATE TRIGGER reports_stand BEFORE UPDATE ON reports
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_report();

-- The audit chain: append-only, each link holding the hash of the one before it.
CREATE TABLE audit_links (
  sequence bigint PRIMARY KEY CHECK (sequence > 0),
  recorded_at bigint NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  object text NOT NULL,
  purpose text,
  detail text NOT NULL,
  previous_hash text NOT NULL UNIQUE,
  hash text NOT NULL UNIQUE
);
CREATE INDEX audit_links_by_object ON audit_links (object, sequence);
CREATE INDEX audit_links_by_actor ON audit_links (actor, sequence);

CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit chain only grows: % is refused', TG_OP;
END
$$;
CREATE TRIGGER audit_links_only_grow BEFORE UPDATE OR DELETE ON audit_links
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit();
CREATE TRIGGER audit_links_stay BEFORE TRUNCATE ON audit_links
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();

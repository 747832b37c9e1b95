-- The plan for the newest link is made once a connection and kept. Made while the chain is short, it would read the whole
-- table and sort it, and go on so while the chain grows: the index is to be used from the beginning.
ALTER FUNCTION append_audit_link(bigint, text, text, text, text, text, text, text)
  SET enable_seqscan = off;
ALTER FUNCTION append_audit_link(bigint, text, text, text, text, text, text, text)
  SET enable_sort = off;

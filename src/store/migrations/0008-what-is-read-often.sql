-- What is read often, prepared when it is written, so that a request needs few and small statements.

-- What a row of the queue shows of a finding; the three reasons that count most among it, strongest first.
CREATE FUNCTION summary_of_finding(finding jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object(
    'title', finding -> 'title',
    'payment_count', finding -> 'payment_count',
    'amount_home', finding -> 'amount_home',
    'home_currency', finding -> 'home_currency',
    'first_payment_at', finding -> 'first_payment_at',
    'last_payment_at', finding -> 'last_payment_at',
    'strongest', (
      SELECT coalesce(jsonb_agg(reason ORDER BY place), '[]') FROM (
        SELECT row_number() OVER (ORDER BY (each ->> 'bans')::double precision DESC, number) AS place, jsonb_build_object(
          'says', each -> 'says', 'peer_group', each -> 'peer_group', 'peers', each -> 'peers', 'rarity', each -> 'rarity',
          'bans', each -> 'bans') AS reason
        FROM jsonb_array_elements(finding -> 'reasons') WITH ORDINALITY AS reasons (each, number)
        WHERE (each ->> 'counted')::boolean
      ) AS ranked WHERE place <= 3))
$$;
ALTER TABLE alerts
  ADD COLUMN summary jsonb NOT NULL GENERATED ALWAYS AS (summary_of_finding(finding)) STORED,
  -- The payments of the finding as they were when it was found, each without its unknown columns; absent where they were not
  -- kept, and are still to be looked for in the book.
  ADD COLUMN payments jsonb;

-- Appends a link to the audit chain in one statement: waits for its turn, reads the head, and hashes the link together with it. A link
-- is hashed as canonical JSON (RFC 8785); the caller gives that text in two parts, around the hash of the link before and up to its
-- own sequence, which only the head tells. Volatile, so that the head is read after the turn has come and not as it was before.
CREATE FUNCTION append_audit_link(recorded_at bigint, actor text, action text, object text, purpose text, detail text,
  text_before_hash text, text_before_sequence text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  head record;
BEGIN
  -- The number stands for the head of the chain among the advisory locks. Not a lock on the table: that would also stop the
  -- database's own upkeep of it.
  PERFORM pg_advisory_xact_lock(4711001);
  SELECT coalesce(max(sequence), 0) + 1 AS next, coalesce(max(hash), repeat('0', 64)) AS hash INTO head
    FROM (SELECT sequence, hash FROM audit_links ORDER BY sequence DESC LIMIT 1) AS newest;
  INSERT INTO audit_links VALUES (head.next, recorded_at, actor, action, object, purpose, detail, head.hash,
    encode(sha256(convert_to(text_before_hash || head.hash || text_before_sequence || head.next || '}', 'UTF8')), 'hex'));
END
$$;

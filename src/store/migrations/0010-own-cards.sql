-- The institution's own versions of published cards, as they are drafted, back-tested and approved.
CREATE TABLE own_cards (
  card text PRIMARY KEY,
  -- The first and the newest text of the draft; none where nobody works on the card.
  draft_began integer,
  draft integer,
  -- The text that detection uses; none where it uses the published one.
  in_use integer,
  in_use_since bigint,
  version integer NOT NULL DEFAULT 0,
  CHECK ((draft IS NULL) = (draft_began IS NULL) AND draft_began <= draft),
  CHECK ((in_use IS NULL) = (in_use_since IS NULL))
);

-- Every text as it was saved, encrypted before it came here. One without content takes the own version out of use.
CREATE TABLE own_card_texts (
  card text NOT NULL REFERENCES own_cards,
  number integer NOT NULL,
  salt bytea,
  nonce bytea,
  content bytea,
  -- SHA-256 of the text.
  hash text NOT NULL,
  written_by text NOT NULL REFERENCES users (user_id),
  written_at bigint NOT NULL,
  PRIMARY KEY (card, number),
  CHECK ((content IS NULL) = (nonce IS NULL) AND (content IS NULL) = (salt IS NULL))
);

-- What a text would have found in the institution's own book: counts alone.
CREATE TABLE own_card_back_tests (
  back_test_id text PRIMARY KEY,
  card text NOT NULL,
  number integer NOT NULL,
  ran_by text NOT NULL REFERENCES users (user_id),
  ran_at bigint NOT NULL,
  result jsonb NOT NULL,
  FOREIGN KEY (card, number) REFERENCES own_card_texts
);
CREATE INDEX own_card_back_tests_by_text ON own_card_back_tests (card, number, ran_at);

-- Four eyes on texts: nobody approves what they wrote themselves, whoever asked. Held here, whatever program writes.
CREATE FUNCTION refuse_own_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'pack_change' AND NEW.decision = 'approved' AND EXISTS (
    SELECT 1 FROM own_cards JOIN own_card_texts USING (card)
    WHERE card = NEW.object_id AND number BETWEEN draft_began AND draft AND written_by = NEW.decided_by) THEN
    RAISE EXCEPTION 'nobody approves a text of their own: %', NEW.approval_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER own_texts_are_approved_by_others BEFORE UPDATE ON approvals
  FOR EACH ROW EXECUTE FUNCTION refuse_own_text();

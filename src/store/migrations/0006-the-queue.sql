-- What the queue is ranked and watched by.
ALTER TABLE alerts
  -- Set with every change, so that whoever watches the queue asks for the newest alone.
  ADD COLUMN changed_at bigint NOT NULL DEFAULT 0,
  -- The score when it was dismissed: growth is measured from there, however many runs come between.
  ADD COLUMN decided_score_bans double precision,
  ADD COLUMN decided_by text,
  -- Somebody who may be harmed goes first, the latest payment first of all. The others go by evidence, and thirty days of
  -- waiting count as much as evidence that is ten times rarer. It holds no present time, so that it never needs renewal.
  ADD COLUMN urgency double precision NOT NULL GENERATED ALWAYS AS (
    CASE WHEN clock = 'protection' OR role LIKE '%victim%' THEN 1000000000 + last_payment_at / 86400000000.0
    ELSE score_bans - first_arrived_at / 2592000000000.0 END) STORED;
DROP INDEX alerts_queue;
CREATE INDEX alerts_queue ON alerts (urgency DESC, alert_id) WHERE state IN ('new', 'claimed');
CREATE INDEX alerts_by_state ON alerts (state, urgency DESC, alert_id);
CREATE INDEX alerts_by_change ON alerts (changed_at DESC, alert_id);
CREATE INDEX alerts_decided ON alerts (decided_at, alert_id) WHERE outcome IS NOT NULL;
CREATE INDEX cases_walled ON cases (case_id) WHERE restricted;
CREATE INDEX cases_by_opening ON cases (opened_at DESC, case_id);
CREATE INDEX case_links_by_other ON case_links (other_case_id);

-- What detection found, and the work that people do on it. Instants are microseconds since 1970 UTC.
CREATE TABLE alerts (
  alert_id text PRIMARY KEY,
  subject_kind text NOT NULL CHECK (subject_kind IN ('customer', 'counterparty')),
  subject_id text NOT NULL,
  typology text NOT NULL,
  role text NOT NULL,
  clock text NOT NULL CHECK (clock IN ('suspicion', 'protection')),
  score_bans double precision NOT NULL,
  raised_at bigint NOT NULL,
  last_payment_at bigint NOT NULL,
  -- The alert as detection gave it last.
  finding jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('new', 'claimed', 'snoozed', 'dismissed', 'escalated')),
  assignee text REFERENCES users,
  snoozed_until bigint,
  -- Why it was snoozed or dismissed.
  reason text,
  outcome text CHECK (outcome IN ('cleared', 'confirmed', 'reported', 'victim')),
  decided_at bigint,
  first_arrived_at bigint NOT NULL,
  last_arrived_at bigint NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL)),
  CHECK (state <> 'dismissed' OR reason IS NOT NULL)
);
CREATE INDEX alerts_queue ON alerts (state, score_bans DESC, alert_id);
CREATE INDEX alerts_by_subject ON alerts (subject_kind, subject_id, typology);
CREATE INDEX alerts_by_assignee ON alerts (assignee, state) WHERE assignee IS NOT NULL;
CREATE INDEX alerts_asleep ON alerts (snoozed_until) WHERE state = 'snoozed';

CREATE TABLE cases (
  case_id text PRIMARY KEY,
  -- A possible victim is cared for, never suspected: a path of its own.
  path text NOT NULL CHECK (path IN ('suspicion', 'protection')),
  title text NOT NULL,
  state text NOT NULL,
  lead text REFERENCES users,
  -- Behind a wall: open to its members alone.
  restricted boolean NOT NULL DEFAULT false,
  jurisdiction text NOT NULL,
  opened_at bigint NOT NULL,
  opened_by text NOT NULL,
  closed_at bigint,
  version integer NOT NULL DEFAULT 1,
  CHECK ((path = 'suspicion' AND state IN ('open', 'investigating', 'deciding', 'closed'))
    OR (path = 'protection' AND state IN ('open', 'caring', 'watching', 'closed'))),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX cases_by_state ON cases (state, opened_at, case_id);
CREATE INDEX cases_by_lead ON cases (lead, state);

CREATE TABLE case_members (
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users,
  PRIMARY KEY (case_id, user_id)
);
CREATE TABLE case_alerts (
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  alert_id text NOT NULL UNIQUE REFERENCES alerts,
  PRIMARY KEY (case_id, alert_id)
);
CREATE TABLE case_subjects (
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('customer', 'counterparty', 'device')),
  subject_id text NOT NULL,
  role text NOT NULL,
  added_at bigint NOT NULL,
  added_by text NOT NULL,
  PRIMARY KEY (case_id, kind, subject_id)
);
CREATE INDEX case_subjects_by_subject ON case_subjects (kind, subject_id);
-- A payment as it stood when it became evidence; what the book says later does not change it.
CREATE TABLE case_evidence (
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  payment_id text NOT NULL,
  copy jsonb NOT NULL,
  -- SHA-256 over the canonical JSON of the copy.
  hash text NOT NULL,
  frozen_at bigint NOT NULL,
  frozen_by text NOT NULL,
  PRIMARY KEY (case_id, payment_id)
);
CREATE TABLE case_notes (
  note_id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  written_at bigint NOT NULL,
  written_by text NOT NULL,
  text text NOT NULL
);
CREATE INDEX case_notes_by_case ON case_notes (case_id, written_at);
CREATE TABLE case_tasks (
  task_id text PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  what text NOT NULL,
  assignee text REFERENCES users,
  due_at bigint,
  added_at bigint NOT NULL,
  added_by text NOT NULL,
  done_at bigint,
  done_by text,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX case_tasks_by_case ON case_tasks (case_id, added_at);
CREATE INDEX case_tasks_open ON case_tasks (assignee, due_at) WHERE done_at IS NULL;
CREATE TABLE case_links (
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  other_case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  why text NOT NULL,
  added_at bigint NOT NULL,
  added_by text NOT NULL,
  PRIMARY KEY (case_id, other_case_id),
  CHECK (case_id <> other_case_id)
);
-- Moves and decisions, for the timeline. `of_report` ones are for those who may know of reports.
CREATE TABLE case_events (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id text NOT NULL REFERENCES cases ON DELETE CASCADE,
  happened_at bigint NOT NULL,
  actor text NOT NULL,
  kind text NOT NULL,
  of_report boolean NOT NULL DEFAULT false,
  detail jsonb NOT NULL
);
CREATE INDEX case_events_by_case ON case_events (case_id, happened_at, event_id);

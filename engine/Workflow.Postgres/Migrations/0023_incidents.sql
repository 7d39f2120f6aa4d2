-- Incidents (异常) by their cause, the pauses of automated steps, and the bulk retry (批量重试) of all incidents of one cause.

-- Pauses are milliseconds after the first, second … failed try, as the definition says; what a worker said of its last
-- failed try stands beside them until the job is done, an incident, or rebuilt.
alter table job
  add column pauses       bigint[]    not null default '{}',
  add column failed_at    timestamptz null,
  add column last_code    text        null,
  add column last_detail  text        null,
  add column last_failure text        null;

create index job_failed on job (failed_at desc, stream_id, activity) where failed_at is not null;

-- Open incidents, written with the events that raise and close them; made again by folding (Projections/Rebuild). Instant
-- and position are those of the event that raised it.
create table incident (
  stream_id          text        not null,
  incident           bigint      not null,
  version            bigint      not null,
  position           bigint      not null,
  raised_at          timestamptz not null,
  case_number        text        not null,
  region             text        not null,
  joint_item         text        not null,
  definition         text        not null,
  definition_version int         not null,
  element            text        not null,
  activity           bigint      null,
  tokens             bigint[]    not null,
  done               boolean     not null,
  code               text        not null,
  detail             text        not null,
  cause              text        not null,
  pattern            text        not null,
  constraint incident_pkey primary key (stream_id, incident)
);

create index incident_cause on incident (cause, raised_at, stream_id, incident);
create index incident_region on incident (region, cause);
create index incident_raised on incident (raised_at, stream_id, incident);

-- A bulk retry: what was chosen, by whom and why, and how far it is. Nodes take turns under a lease; every command it sends
-- has an id made of run, case and incident, so that sending twice does nothing twice. What became of an item is read from
-- the case's events, never from the answer to the command.
-- state: sampling, sampled (waits for a person), running, halted (waits for a person), stopping, stopped, ended.
create table retry_run (
  id               text        not null constraint retry_run_pkey primary key,
  body_hash        bytea       not null,
  cause            text        not null,
  definition       text        not null,
  element          text        not null,
  code             text        not null,
  pattern          text        not null,
  region           text        null,
  joint_item       text        null,
  scope            text[]      not null,
  reason           text        not null,
  sample           int         not null,
  at_once          int         not null,
  tries            int         not null,
  patience_seconds int         not null,
  halt_after       int         not null,
  goes_on          boolean     not null,
  state            text        not null,
  started_by       text        not null,
  started_at       timestamptz not null,
  released_by      text        null,
  released_at      timestamptz null,
  stopped_by       text        null,
  stopped_at       timestamptz null,
  ended_at         timestamptz null,
  halted_because   text        null,
  lease_owner      text        null,
  lease_until      timestamptz null
);

create index retry_run_open on retry_run (started_at) where ended_at is null;
create index retry_run_cause on retry_run (cause, started_at desc);

-- state: waiting, sending, under-way, still-running (its patience is over; watched on while the run is open), healed,
-- failed-again, gone, refused (the case did not take the command), left (the run was stopped before its turn).
-- version: up to which the case's events were judged.
create table retry_item (
  run_id       text        not null references retry_run (id) on delete cascade,
  ordinal      int         not null,
  stream_id    text        not null,
  case_number  text        not null,
  incident     bigint      not null,
  activity     bigint      null,
  tokens       bigint[]    not null,
  element      text        not null,
  code         text        not null,
  version      bigint      not null,
  resolved     boolean     not null default false,
  is_sample    boolean     not null,
  state        text        not null,
  sent_at      timestamptz null,
  settled_at   timestamptz null,
  next_code    text        null,
  next_detail  text        null,
  next_cause   text        null,
  constraint retry_item_pkey primary key (run_id, ordinal)
);

-- No incident is retried by two runs at the same time.
create unique index retry_item_once on retry_item (stream_id, incident) where state in ('waiting', 'sending', 'under-way', 'still-running');
create index retry_item_state on retry_item (run_id, state, ordinal);

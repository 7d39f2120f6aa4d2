-- The event tables are Marten's in name, type and rule (string stream ids), so that an application that has Marten can
-- read our streams. Nothing of ours stands in them but triggers; what else we need stands in tables beside them.

create table mt_streams (
  id          varchar     not null constraint pkey_mt_streams_id primary key,
  type        varchar     null,
  version     bigint      null,
  timestamp   timestamptz not null default now(),
  created     timestamptz not null default now(),
  tenant_id   varchar     default '*DEFAULT*',
  is_archived boolean     default false
);

-- No foreign key to mt_streams: both are written in one transaction by one writer, and `verify` compares them.
create table mt_events (
  seq_id         bigint       not null constraint pkey_mt_events_seq_id primary key,
  id             uuid         not null,
  stream_id      varchar      null,
  version        bigint       not null,
  data           jsonb        not null,
  bdata          bytea        null,
  type           varchar(500) not null,
  timestamp      timestamptz  not null,
  tenant_id      varchar      default '*DEFAULT*',
  mt_dotnet_type varchar      null,
  headers        jsonb        null,
  is_archived    boolean      default false
);

create unique index pk_mt_events_stream_and_version on mt_events (stream_id, version);

create sequence mt_events_sequence start 1 cache 1 owned by mt_events.seq_id;

create table mt_event_progression (
  name         varchar     not null constraint pk_mt_event_progression primary key,
  last_seq_id  bigint      null,
  last_updated timestamptz default transaction_timestamp()
);

create table mt_high_water_skips (
  ending_sequence   bigint      not null constraint pk_mt_high_water_skips primary key,
  starting_sequence bigint      not null,
  timestamp         timestamptz default transaction_timestamp()
);

-- Positions increase in commit order only because every append holds the writer's lock (AdvisoryLocks.Writer) from
-- before it draws its first position until it commits. Asked once a statement, not once a row.
create function mt_events_refuse_append_without_lock() returns trigger language plpgsql as $$
begin
  if not exists (
    select from pg_locks
    where locktype = 'advisory' and pid = pg_backend_pid() and granted and mode = 'ExclusiveLock'
      and classid = 1332634951 and objid = 1 and objsubid = 2)
  then
    raise exception 'an append needs the writer''s lock' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return null;
end $$;

create trigger mt_events_append_needs_lock before insert on mt_events
  for each statement execute function mt_events_refuse_append_without_lock();

create function mt_events_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are never changed or deleted' using errcode = 'object_not_in_prerequisite_state';
end $$;

create trigger mt_events_are_immutable before update or delete or truncate on mt_events
  for each statement execute function mt_events_refuse_change();

-- Ids of accepted commands, kept for ever: a second arrival, days later, is answered as the first was.
create table command (
  principal text        not null,
  source    text        not null,
  id        text        not null,
  stream_id text        not null,
  body_hash bytea       not null,
  version   bigint      not null,
  position  bigint      not null,
  at        timestamptz not null,
  constraint command_pkey primary key (principal, source, id)
);

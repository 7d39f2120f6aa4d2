-- What cases wait for, written with the events that made them wait and made again from them (kind 0: a message, 1: a
-- signal). "address" is SHA-256 over name and correlation key: a key may name a person, so it stands in no table of ours in
-- the clear. "position" is that of the event that began the wait: who waited first, and who waited before a signal was thrown.
create table case_wait (
  stream_id    text        not null,
  subscription bigint      not null,
  kind         smallint    not null constraint case_wait_kind check (kind in (0, 1)),
  name         text        not null,
  address      bytea       not null,
  element      text        not null,
  region       text        not null,
  joint_item   text        not null,
  position     bigint      not null,
  since        timestamptz not null,
  constraint case_wait_pkey primary key (stream_id, subscription)
);

create index case_wait_address on case_wait (address, position) where kind = 0;
create index case_wait_position on case_wait (position) where kind = 0;
create index case_wait_signal on case_wait (name, stream_id) where kind = 1;
create index case_wait_name on case_wait (name, position, stream_id, subscription);

-- Messages on their way to a case, and those that found none and are kept until one waits for them or their time is over.
-- (principal, source, message_id) is also the id of the command that delivers it, so it is delivered once, whoever tries.
-- "sealed" holds key and payload under the keys of data_protection_key; it goes when nobody needs it any more. "due_at" is when it is to
-- be looked at next, or until when somebody who looks at it now has it; null: asleep until a case begins to wait for it.
create table parked_message (
  id          bigint      generated always as identity constraint parked_message_pkey primary key,
  principal   text        not null,
  source      text        not null,
  message_id  text        not null,
  body_hash   bytea       not null,
  way         text        not null constraint parked_message_way check (way in ('http', 'rabbitmq', 'case')),
  region      text        not null,
  name        text        not null,
  address     bytea       not null,
  sealed      text        null,
  case_id     text        null,
  thrown_by   text        null,
  received_at timestamptz not null default clock_timestamp(),
  expires_at  timestamptz not null,
  due_at      timestamptz null,
  tries       int         not null default 0,
  last_code   text        null,
  state       text        not null default 'waiting' constraint parked_message_state check (state in ('waiting', 'expired', 'discarded')),
  settled_by  text        null,
  settled_at  timestamptz null,
  reason      text        null,
  constraint parked_message_once unique (principal, source, message_id)
);

create index parked_message_address on parked_message (address, id) where state = 'waiting';
create index parked_message_due on parked_message (due_at) where state = 'waiting' and due_at is not null;
create index parked_message_expiry on parked_message (expires_at) where state = 'waiting';
create index parked_message_principal on parked_message (principal) where state = 'waiting';
create index parked_message_list on parked_message (state, id desc);

-- Signals on their way to every case that waited when they were thrown, page by page in the order of stream ids.
create table signal_broadcast (
  id          bigint      generated always as identity constraint signal_broadcast_pkey primary key,
  principal   text        not null,
  source      text        not null,
  message_id  text        not null,
  body_hash   bytea       not null,
  region      text        not null,
  name        text        not null,
  sealed      text        null,
  thrown_by   text        null,
  position    bigint      not null,
  after_id    text        not null default '',
  reached     bigint      not null default 0,
  passed_by   bigint      not null default 0,
  failed      bigint      not null default 0,
  received_at timestamptz not null default clock_timestamp(),
  ended_at    timestamptz null,
  constraint signal_broadcast_once unique (principal, source, message_id)
);

create index signal_broadcast_open on signal_broadcast (id) where ended_at is null;

-- How far the log was read for what cases throw; by one node at a time, under a lease.
create table message_router (
  single      boolean     not null default true constraint message_router_pkey primary key constraint message_router_single check (single),
  position    bigint      not null,
  lease_owner text        null,
  lease_until timestamptz null
);

insert into message_router (position) values (0);

create index mt_events_thrown on mt_events (seq_id) where type in ('message_thrown', 'signal_thrown');

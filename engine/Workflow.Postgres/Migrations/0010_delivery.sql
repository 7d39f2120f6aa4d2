-- Outgoing messages need no rows: each subscription has a place in the log, and rows only for what could not be delivered.

-- Everything up to position was delivered, given up, or belongs to a held case. One node at a time delivers, under a lease.
create table subscription_cursor (
  subscription    text        not null constraint subscription_cursor_pkey primary key,
  position        bigint      not null,
  lease_owner     text        null,
  lease_until     timestamptz null,
  delivered       bigint      not null default 0,
  delivered_at    timestamptz null,
  trouble         text        null,
  last_error      text        null,
  last_error_at   timestamptz null
);

-- A case of which a message failed: position is the first event that has not been delivered. The others of the case wait behind it.
create table held_case (
  subscription text        not null,
  stream_id    text        not null,
  position     bigint      not null,
  attempts     int         not null,
  next_try     timestamptz not null,
  last_error   text        null,
  constraint held_case_pkey primary key (subscription, stream_id)
);

create index held_case_next_try on held_case (subscription, next_try);

-- The last tries, for people who look; trimmed as they are written.
create table delivery (
  subscription text        not null,
  ordinal      bigint      not null generated always as identity,
  at           timestamptz not null,
  message_id   text        not null,
  type         text        not null,
  stream_id    text        null,
  position     bigint      null,
  attempt      int         not null,
  outcome      text        not null,
  status       int         null,
  milliseconds int         not null,
  error        text        null,
  constraint delivery_pkey primary key (subscription, ordinal)
);

-- Encrypted by the server (data protection); the one before still signs until previous_until.
create table subscription_secret (
  subscription   text        not null constraint subscription_secret_pkey primary key,
  secret         text        not null,
  previous       text        null,
  previous_until timestamptz null
);

-- Messages of integrators: what could not be taken or delivered, with everything needed to send it again; the secrets that
-- incoming messages are signed with; and what signed requests were answered, for as long as one could be played again.

create table dead_letter (
  id           bigint      generated always as identity constraint dead_letter_pkey primary key,
  direction    text        not null constraint dead_letter_direction check (direction in ('in', 'out')),
  account      text        not null,
  way          text        not null,
  verified     boolean     not null,
  code         text        not null,
  errors       jsonb       not null,
  type         text        null,
  source       text        null,
  message_id   text        null,
  case_id      text        null,
  subscription text        null,
  content_type text        null,
  headers      jsonb       not null,
  bytes        bytea       not null,
  size         bigint      not null,
  sha256       bytea       not null,
  first_at     timestamptz not null default clock_timestamp(),
  last_at      timestamptz not null default clock_timestamp(),
  times        int         not null default 1,
  state        text        not null default 'waiting' constraint dead_letter_state check (state in ('waiting', 'replayed', 'discarded')),
  settled_by   text        null,
  settled_at   timestamptz null,
  reason       text        null
);

-- The same message sent again while its letter waits is counted there, so a sender that never stops fills nothing.
create unique index dead_letter_waiting on dead_letter (direction, account, coalesce(subscription, ''), sha256) where state = 'waiting';
create index dead_letter_account on dead_letter (account, direction, state, id desc);

-- Sealed by the keys of data_protection_key; which of them hold is said by the account's stream.
create table signing_secret (
  account    text        not null,
  id         text        not null,
  sealed     text        not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint signing_secret_pkey primary key (account, id)
);

create table signed_request (
  account     text        not null,
  id          text        not null,
  body_sha256 bytea       not null,
  status      int         not null,
  answer      text        not null,
  at          timestamptz not null default clock_timestamp(),
  constraint signed_request_pkey primary key (account, id)
);

create index signed_request_at on signed_request (at);

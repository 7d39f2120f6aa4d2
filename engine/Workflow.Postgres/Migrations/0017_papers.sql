-- Documents are made from the log by one node at a time, under a lease; everything up to position has been looked at.
create table paper_cursor (
  name        text        not null constraint paper_cursor_pkey primary key,
  position    bigint      not null,
  lease_owner text        null,
  lease_until timestamptz null
);

-- What happened before there were documents gets none.
insert into paper_cursor (name, position) select 'papers', coalesce(max(seq_id), 0) from mt_events;

-- Notices by e-mail or text message that have not gone out yet. What became of one stands in its case.
create table notice_outbox (
  stream_id  text        not null,
  document   int         not null,
  channel    text        not null,
  attempts   int         not null default 0,
  queued_at  timestamptz not null default clock_timestamp(),
  next_try   timestamptz not null default clock_timestamp(),
  last_error text        null,
  constraint notice_outbox_pkey primary key (stream_id, document, channel)
);

create index notice_outbox_next_try on notice_outbox (next_try);

-- A new version of a calendar reaches the cases under way one by one, by an ordinary command each; here stands how far that
-- has come. A node that dies is taken over where it stood. Begun: everything up to start_position had been filed then; what
-- was filed later is looked at again in the second pass, for it may still have been filed by the version before.
create table calendar_adoption (
  calendar       text        not null,
  version        int         not null,
  pass           smallint    not null default 1,
  after_id       text        not null default '',
  start_position bigint      not null,
  checked        bigint      not null default 0,
  moved          bigint      not null default 0,
  failed         bigint      not null default 0,
  last_error     text        null,
  started_at     timestamptz not null,
  ended_at       timestamptz null,
  lease_owner    text        null,
  lease_until    timestamptz null,
  constraint calendar_adoption_pkey primary key (calendar, version)
);

create index calendar_adoption_open on calendar_adoption (started_at) where ended_at is null;

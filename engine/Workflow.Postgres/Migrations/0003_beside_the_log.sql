-- What may not stand in the log: keys that must be deletable, secrets, files, and the record of reading.

-- One AES-256 key per case; deleting the row erases the case's personal values for good.
create table case_key (
  stream_id text  not null constraint case_key_pkey primary key,
  key       bytea not null
);

-- The log holds a file's SHA-256; its bytes stand here in chunks of 1 MiB. Rows not complete are remains of a broken upload.
create table file (
  id           text        not null constraint file_pkey primary key,
  owner        text        not null,
  name         text        not null,
  content_type text        not null,
  size         bigint      not null,
  sha256       text        null,
  created_at   timestamptz not null,
  complete     boolean     not null
);

create index file_incomplete on file (created_at) where not complete;

-- Uploads are mostly compressed formats already: no attempt to compress them again.
create table file_chunk (
  file_id text  not null references file (id) on delete cascade,
  ordinal int   not null,
  bytes   bytea not null,
  constraint file_chunk_pkey primary key (file_id, ordinal)
);

alter table file_chunk alter column bytes set storage external;

create table account_secret (
  account       text        not null constraint account_secret_pkey primary key,
  password_hash text        not null,
  failures      int         not null default 0,
  locked_until  timestamptz null
);

create table data_protection_key (
  id  text not null constraint data_protection_key_pkey primary key,
  xml text not null
);

-- Who read personal data, of which case, and what of it. Appended to, never changed.
create table read_log (
  at        timestamptz not null default clock_timestamp(),
  actor     text        not null,
  stream_id text        not null,
  what      text        not null
);

create index read_log_stream on read_log (stream_id, at);
create index read_log_actor on read_log (actor, at);

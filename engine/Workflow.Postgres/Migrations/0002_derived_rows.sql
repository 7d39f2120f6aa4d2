-- Rows derived from the streams, written in the append transaction. Each of these tables can be dropped and made again
-- by folding (Projections/Rebuild). Columns are those of the records in Workflow.Core/Runtime/StreamKind.cs.

create table case_row (
  stream_id         text        not null constraint case_row_pkey primary key,
  case_number       text        not null,
  region            text        not null,
  joint_item        text        not null,
  title             text        not null,
  status            smallint    not null,
  applicant_account text        not null,
  personal          text        null,
  filed_at          timestamptz not null,
  changed_at        timestamptz not null,
  due_at            timestamptz null,
  card              smallint    not null,
  departments       text[]      not null,
  test_clock        boolean     not null,
  version           bigint      not null
);

create unique index case_row_case_number on case_row (case_number);
create index case_row_region_filed on case_row (region, filed_at desc, stream_id);
create index case_row_region_status_filed on case_row (region, status, filed_at desc, stream_id);
create index case_row_region_due on case_row (region, due_at, stream_id) where due_at is not null;
create index case_row_joint_item_filed on case_row (joint_item, filed_at desc, stream_id);
create index case_row_applicant_filed on case_row (applicant_account, filed_at desc, stream_id);
create index case_row_departments on case_row using gin (departments);

create table task_row (
  stream_id   text        not null,
  task_id     bigint      not null,
  case_number text        not null,
  region      text        not null,
  department  text        not null,
  kind        text        not null,
  title       text        not null,
  element     text        not null,
  state       smallint    not null,
  assignee    text        null,
  opened_at   timestamptz not null,
  closed_at   timestamptz null,
  due_at      timestamptz null,
  card        smallint    not null,
  personal    text        null,
  joint_item  text        not null,
  constraint task_row_pkey primary key (stream_id, task_id)
);

-- The inbox of a department and of a person: open first, then by due instant. Due-less tasks sort last by `infinity`,
-- so that a keyset page is one row comparison.
create index task_row_department on task_row (region, department, state, coalesce(due_at, 'infinity'), stream_id, task_id);
create index task_row_assignee on task_row (assignee, state, coalesce(due_at, 'infinity'), stream_id, task_id) where assignee is not null;

-- due_at is real time. A timer is claimed by setting lease_until; a failed one waits until then (back-off by attempts).
-- Whoever moves due_at sets lease_until and lease_owner to null and attempts to 0.
create table timer (
  stream_id   text        not null,
  key         text        not null,
  due_at      timestamptz not null,
  lease_until timestamptz null,
  lease_owner text        null,
  attempts    int         not null default 0,
  constraint timer_pkey primary key (stream_id, key)
);

create index timer_due on timer (due_at);

-- tries counts the failed ones: the pause before the next grows with them.
create table job (
  stream_id    text        not null,
  activity     bigint      not null,
  type         text        not null,
  element      text        not null,
  retries      int         not null,
  available_at timestamptz not null,
  lease_until  timestamptz null,
  worker       text        null,
  tries        int         not null default 0,
  constraint job_pkey primary key (stream_id, activity)
);

create index job_type_available on job (type, available_at);

-- The current state of published things: definitions, joint items, calendars, regions, departments, accounts.
create table document (
  kind    text  not null,
  id      text  not null,
  version int   not null,
  region  text  null,
  json    jsonb not null,
  constraint document_pkey primary key (kind, id)
);

create index document_region on document (kind, region, id);

-- The inbox shows to which service item a task belongs and which tasks were urged (催办); lists count ratings (好差评).
alter table task_row add column service_item text null, add column urged_at timestamptz null;
alter table case_row add column rating smallint null;

update task_row t set service_item = e.data ->> 'ServiceItem'
from mt_events e
where e.stream_id = t.stream_id and e.type = 'task_opened' and (e.data ->> 'TaskId')::bigint = t.task_id and e.data ->> 'ServiceItem' is not null;

-- The officers of a department are found by their grants, whatever number of applicants there is beside them.
create index document_account_grants on document using gin ((json -> 'grants') jsonb_path_ops) where kind = 'account';

-- What a person keeps for himself: filters, phrases, drafts. Sealed under the account's own key (case_key), so it goes
-- with that key. Versions are drawn from one sequence: a key deleted and written again never has an old one.
create sequence personal_store_version;

create table personal_store (
  account  text        not null,
  key      text        not null,
  version  bigint      not null default nextval('personal_store_version'),
  sealed   text        not null,
  saved_at timestamptz not null default clock_timestamp(),
  constraint personal_store_pkey primary key (account, key)
);

alter sequence personal_store_version owned by personal_store.version;

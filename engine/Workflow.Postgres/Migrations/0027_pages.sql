-- What an officer's pages read at a million cases, the second time (docs/decisions/0009).

-- A page of active tasks is shown from the index that it is found in: fifty rows anywhere in the table were most of its time.
drop index task_row_active;
create index task_row_active on task_row (region, department, coalesce(due_at, 'infinity'), stream_id, task_id)
  include (state, card, kind, title, joint_item, service_item, assignee, opened_at, due_at, urged_at, case_number, element, personal)
  where state in (0, 1);

-- Newest or oldest first. Each department writes at one end of it. An officer's counts are by kind too, and go through this narrow index.
create index task_row_opened on task_row (region, department, opened_at, stream_id, task_id) include (kind) where state in (0, 1);

-- The few that were urged or have a card: worst first, and each by itself.
create index task_row_marked on task_row (region, department, coalesce(due_at, 'infinity'), stream_id, task_id)
  include (state, card, kind, title, joint_item, service_item, assignee, opened_at, due_at, urged_at, case_number, element, personal)
  where state in (0, 1) and (card > 0 or urged_at is not null);

-- Lists of cases of a region: in the list's own order to the last column; those that have ended.
drop index case_row_region_filed;
create index case_row_region_filed on case_row (region, filed_at desc, stream_id desc);
create index case_row_ended on case_row (region, filed_at desc, stream_id desc) where ended;

-- A name's characters and the region: two characters alone are those of thousands.
drop index case_row_name;
create index case_row_name on case_row using gin ((string_to_array(personal, null) || region)) with (fastupdate = off);

-- Who was shown the names of a list's cases: one row a page, where read_log would take fifty, each to a random place of its index. GIN
-- gathers what is to be entered and enters it together; to analyze the table is what does that beside the reader, so it is done often.
-- Nothing of it is compressed or stored elsewhere: a page is 2 KB.
create table list_read (
  at      timestamptz not null,
  actor   text        not null,
  streams text[]      not null
) with (toast_tuple_target = 8160, autovacuum_analyze_threshold = 2000, autovacuum_analyze_scale_factor = 0);
alter table list_read alter column streams set storage main, alter column streams set statistics 0, alter column actor set statistics 0, alter column at set statistics 0;
create index list_read_streams on list_read using gin (streams) with (gin_pending_list_limit = 65536);
create index list_read_actor on list_read (actor, at);

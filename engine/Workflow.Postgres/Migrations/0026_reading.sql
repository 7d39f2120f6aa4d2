-- What an officer's pages read, at a million cases (docs/decisions/0009). One index has everything that a page of active tasks
-- is chosen and sorted by, so that lists, counts and the board read it alone; a task that is over leaves it. It takes the
-- place of two: opening a task writes one index less.
drop index task_row_department;
drop index task_row_open;
create index task_row_active on task_row (region, department, coalesce(due_at, 'infinity'), stream_id, task_id)
  include (state, card, kind, title, joint_item, service_item, assignee, opened_at, due_at, urged_at) where state in (0, 1);
create index task_row_closed on task_row (region, department, state, opened_at, stream_id, task_id) where state in (2, 3);

-- Reading the index alone needs to know which pages of the table hold nothing unseen: kept fresher than usual.
alter table task_row set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- Names are found by their characters, also two of them: trigrams know no two. Never changed but by erasure, so an update
-- of anything else need not touch it. Without a list of pending entries: every search would have to go through it.
create index case_row_name on case_row using gin (string_to_array(personal, null)) with (fastupdate = off);

-- The board reads what is open, by region; the list of open cases is also read in the order of due instants, and a
-- calendar's preview goes through all of them in the order of ids. Partial indexes stay as small as the work under way,
-- however many cases have ended. Their columns rarely change, so most events of a case write none of them.

create index case_row_open on case_row (region, joint_item, status, card) where status in (1, 3, 6, 7, 8, 9, 10);
create index case_row_open_due on case_row (coalesce(due_at, 'infinity'), stream_id) where status in (1, 3, 6, 7, 8, 9, 10);
create index case_row_open_id on case_row (stream_id) where status in (1, 3, 6, 7, 8, 9, 10);
create index task_row_open on task_row (region, department) include (joint_item, state, card, opened_at, due_at) where state in (0, 1);
create index case_row_rated on case_row (region, joint_item, rating) where rating is not null;

-- The heat of a joint item begins with its newest cases. None of these columns ever changes.
create index case_row_joint_item_filed on case_row (joint_item, filed_at desc, stream_id desc);

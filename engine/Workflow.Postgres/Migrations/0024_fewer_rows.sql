-- One timer row a stream: the next instant at which anything of it is due. Whoever fires it lets everything happen that is
-- due, so a row for each reason was only more to write: sixteen a case, each set once and deleted once.
--
-- due_at is real time. A timer is claimed by setting lease_until; one that brought nothing about waits until then (back-off
-- by attempts). Whoever moves due_at sets lease_until and lease_owner to null and attempts to 0.
delete from timer t using timer earlier
where earlier.stream_id = t.stream_id and (earlier.due_at, earlier.key) < (t.due_at, t.key);
alter table timer drop constraint timer_pkey;
alter table timer drop column key;
alter table timer add constraint timer_pkey primary key (stream_id);

-- A case row is updated five times in the life of an ordinary case. Such an update writes no index at all (it is "HOT") when
-- nothing indexed changed and its page has room. So pages keep some, and the partial indexes ask for the end alone, which
-- comes once. Status and card stay in the board's index: it counts hundreds of thousands of open cases without their rows.
-- status in (1, 3, 6, 7, 8, 9, 10) is open.
alter table case_row add column ended boolean not null generated always as (status not in (1, 3, 6, 7, 8, 9, 10)) stored;
drop index case_row_open, case_row_open_due, case_row_open_id;
create index case_row_open on case_row (region, joint_item, status, card) where not ended;
create index case_row_open_due on case_row (coalesce(due_at, 'infinity'), stream_id) where not ended;
create index case_row_open_id on case_row (stream_id) where not ended;
alter table case_row set (fillfactor = 75);
alter table mt_streams set (fillfactor = 70);

-- One index keeps numbers unique, finds one, and finds those that begin alike, in any collation.
drop index case_row_number_prefix, case_row_case_number;
create unique index case_row_case_number on case_row (case_number text_pattern_ops);

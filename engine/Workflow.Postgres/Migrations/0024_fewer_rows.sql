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

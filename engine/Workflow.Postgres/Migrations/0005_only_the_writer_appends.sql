-- Appending is the writer's alone: versions and events need its lock, and a role other than the tables' owner is refused
-- even where it was granted the right, so that no other program can break order, hash chain and command ids.
create or replace function mt_events_refuse_append_without_lock() returns trigger language plpgsql as $$
begin
  if current_user <> (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    raise exception 'only the owner of % appends', tg_relid::regclass using errcode = 'insufficient_privilege';
  end if;
  if not exists (
    select from pg_locks
    where locktype = 'advisory' and pid = pg_backend_pid() and granted and mode = 'ExclusiveLock'
      and classid = 1332634951 and objid = 1 and objsubid = 2
      and database = (select oid from pg_database where datname = current_database()))
  then
    raise exception 'an append needs the writer''s lock' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return null;
end $$;

create trigger mt_streams_append_needs_lock before insert or update of id, version on mt_streams
  for each statement execute function mt_events_refuse_append_without_lock();

-- What is watched of a case: the columns of case_row that change while it runs, of cases that have not ended or carry a card. Lists by due
-- instant, boards and cards are found here. case_row has no index of these columns any more, so the updates of a case's life write none of
-- its indexes (the one over names is the dearest of all); here they write the four of a narrow row.
--
-- A trigger keeps it: a node of an older version, which knows case_row alone, keeps it too.
create table case_watch (
  stream_id  text        not null constraint case_watch_pkey primary key,
  region     text        not null,
  joint_item text        not null,
  filed_at   timestamptz not null,
  status     smallint    not null,
  card       smallint    not null,
  due_at     timestamptz null,
  ended      boolean     not null
) with (fillfactor = 80);

create function case_watch_follow() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.ended and new.card = 0) then
    delete from case_watch where stream_id = old.stream_id;
    return null;
  end if;
  if tg_op = 'UPDATE' then
    update case_watch set status = new.status, card = new.card, due_at = new.due_at, ended = new.ended where stream_id = new.stream_id;
    if found then return null; end if;
  end if;
  insert into case_watch (stream_id, region, joint_item, filed_at, status, card, due_at, ended)
  values (new.stream_id, new.region, new.joint_item, new.filed_at, new.status, new.card, new.due_at, new.ended)
  on conflict (stream_id) do update set
    region = excluded.region, joint_item = excluded.joint_item, filed_at = excluded.filed_at, status = excluded.status, card = excluded.card,
    due_at = excluded.due_at, ended = excluded.ended;
  return null;
end $$;

create trigger case_watch_comes after insert on case_row for each row when (not new.ended or new.card > 0) execute function case_watch_follow();
create trigger case_watch_changes after update on case_row for each row
  when ((old.status, old.card, old.due_at) is distinct from (new.status, new.card, new.due_at)) execute function case_watch_follow();
create trigger case_watch_goes after delete on case_row for each row execute function case_watch_follow();

-- After the triggers: to create them has locked the table against nodes that write meanwhile.
insert into case_watch
select stream_id, region, joint_item, filed_at, status, card, due_at, ended from case_row where not ended or card > 0;

create index case_watch_board on case_watch (region, joint_item, status, card) where not ended;
create index case_watch_region_due on case_watch (region, coalesce(due_at, 'infinity'), stream_id) where not ended;
create index case_watch_due on case_watch (coalesce(due_at, 'infinity'), stream_id) where not ended;
create index case_watch_carded on case_watch (region, filed_at desc, stream_id desc) where card > 0;
drop index case_row_open, case_row_open_due, case_row_open_id;
alter table case_row set (fillfactor = 50);

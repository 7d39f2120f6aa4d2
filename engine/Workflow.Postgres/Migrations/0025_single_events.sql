-- A row of the log may hold several events (case_advanced: what the engine did of itself after a command). For whoever asks the log by
-- type, this view gives them one by one, whichever way they were written: version and position are the row's, the ordinal tells its parts apart.
create view single_event as
select e.seq_id, e.stream_id, e.version, coalesce(part.ordinal, 1) as ordinal,
  coalesce(part.json ->> 'Type', e.type) as type, coalesce(part.json -> 'Event', e.data) as data, e.timestamp, e.headers
from mt_events e
left join lateral jsonb_array_elements(case when e.type = 'case_advanced' then e.data -> 'Parts' end) with ordinality as part (json, ordinal) on true;

create or replace view exchange_special_procedure as
select stopped.stream_id as case_id, r.case_number, r.region, stopped.data ->> 'Clock' as clock, (stopped.data ->> 'Reason')::int as reason, stopped.data ->> 'Basis' as basis,
  (stopped.data ->> 'At')::timestamptz as begun_at, resumed.at as ended_at
from mt_events stopped
join case_row r on r.stream_id = stopped.stream_id
left join lateral (
  select (e.data ->> 'At')::timestamptz as at from single_event e
  where e.stream_id = stopped.stream_id and e.type in ('clock_resumed', 'clock_ended') and e.version > stopped.version and e.data ->> 'Clock' = stopped.data ->> 'Clock'
  order by e.version, e.ordinal limit 1) resumed on true
where stopped.type = 'clock_stopped' and (stopped.data ->> 'Reason')::int in (1, 2, 3, 4, 5, 6, 7, 9);

create or replace view exchange_opinion as
select e.stream_id as case_id, r.case_number, r.region, opened.data ->> 'ServiceItem' as item, e.data ->> 'Department' as department,
  (e.data -> 'Opinion' ->> 'Kind')::int as kind, e.data -> 'Opinion' ->> 'Reason' as reason, coalesce((e.data ->> 'BySilence')::boolean, false) as by_silence, (e.data ->> 'At')::timestamptz as at
from mt_events e
join case_row r on r.stream_id = e.stream_id
left join lateral (
  select o.data from single_event o
  where o.stream_id = e.stream_id and o.version < e.version and o.type = 'task_opened' and o.data -> 'TaskId' = e.data -> 'TaskId'
  order by o.version limit 1) opened on true
where e.type = 'opinion_recorded';

-- A receiver that fails in the middle of a row goes on in the middle of it.
alter table held_case add column part int not null default 0;

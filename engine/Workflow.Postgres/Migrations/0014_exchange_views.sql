-- What the exchange standard for construction approval (工程建设项目审批管理系统数据共享交换标准) asks a local system to hand up,
-- as views over what is here: nothing is stored twice, and a counterpart reads them with select alone. Names are the
-- standard's concepts in English; docs/guides/exchange.md lists them beside the standard's words. No view shows a name, a
-- number of identity or anything else that is personal.

-- 事项: the service items of every published joint item.
create view exchange_item as
select d.id as joint_item, (d.json ->> 'version')::int as joint_item_version, d.region,
  i.item ->> 'code' as item, i.item ->> 'itemCode' as national_code, i.item -> 'name' ->> 'zh' as name, i.item ->> 'department' as department,
  (i.item -> 'promised' ->> 'amount')::int as promised_amount, i.item -> 'promised' ->> 'unit' as promised_unit,
  (i.item -> 'statutory' ->> 'amount')::int as statutory_amount, i.item -> 'statutory' ->> 'unit' as statutory_unit, i.item ->> 'basis' as basis
from document d
cross join lateral jsonb_array_elements(d.json -> 'item' -> 'items') as i (item)
where d.kind = 'jointitem';

-- 办件基本信息: one row a case.
create view exchange_case as
select r.stream_id as case_id, r.case_number, r.region, r.joint_item, r.title, filed.data ->> 'Channel' as channel,
  case (filed.data -> 'Applicant' ->> 'Kind')::int when 0 then 'person' else 'organisation' end as applicant_kind,
  r.status as status_code, r.filed_at, f.ended_at, f.in_time as within_promised, f.in_statutory as within_statutory, r.changed_at
from case_row r
join mt_events filed on filed.stream_id = r.stream_id and filed.version = 1
left join case_figure f on f.stream_id = r.stream_id and f.generation = (select generation from projection where name = 'Oversight');

-- 事项办理信息: one row a case and service item that applies, with the status code reached last.
create view exchange_case_item as
select r.stream_id as case_id, r.case_number, part.data ->> 'Item' as item, part.data ->> 'Name' as name, part.data ->> 'Department' as department, r.region,
  last.code as status_code, last.at as status_at
from case_row r
join mt_events filed on filed.stream_id = r.stream_id and filed.version = 1
cross join lateral jsonb_array_elements(filed.data -> 'SubCases') as part (data)
left join lateral (
  select s.code, s.at from case_status s
  where s.generation = (select generation from projection where name = 'Oversight') and s.stream_id = r.stream_id and s.item = part.data ->> 'Item'
  order by s.ordinal desc limit 1) last on true
where (part.data ->> 'Applies')::boolean;

-- 办理过程信息: every status code, with its instant; item null stands for the whole case.
create view exchange_status as
select s.stream_id as case_id, r.case_number, s.item, s.department, r.region, s.ordinal, s.code as status_code, s.at, s.version as event_version
from case_status s
join case_row r on r.stream_id = s.stream_id
where s.generation = (select generation from projection where name = 'Oversight');

-- 特别程序: times that a clock stood still for a hearing, an inspection, an expert review … Reasons: 1 hearing, 2 inspection,
-- 3 test, 4 quarantine, 5 appraisal, 6 expert review, 7 auction, 9 one that the joint item names.
create view exchange_special_procedure as
select stopped.stream_id as case_id, r.case_number, r.region, stopped.data ->> 'Clock' as clock, (stopped.data ->> 'Reason')::int as reason, stopped.data ->> 'Basis' as basis,
  (stopped.data ->> 'At')::timestamptz as begun_at, resumed.at as ended_at
from mt_events stopped
join case_row r on r.stream_id = stopped.stream_id
left join lateral (
  select (e.data ->> 'At')::timestamptz as at from mt_events e
  where e.stream_id = stopped.stream_id and e.type in ('clock_resumed', 'clock_ended') and e.version > stopped.version and e.data ->> 'Clock' = stopped.data ->> 'Clock'
  order by e.version limit 1) resumed on true
where stopped.type = 'clock_stopped' and (stopped.data ->> 'Reason')::int in (1, 2, 3, 4, 5, 6, 7, 9);

-- 补正: what was told to be missing, when, and when it came.
create view exchange_supplement as
select asked.stream_id as case_id, r.case_number, r.region, missing.data ->> 'Material' as material, missing.data ->> 'Reason' as reason,
  (asked.data ->> 'At')::timestamptz as asked_at, received.at as received_at
from mt_events asked
join case_row r on r.stream_id = asked.stream_id
cross join lateral jsonb_array_elements(asked.data -> 'Missing') as missing (data)
left join lateral (
  select (e.data ->> 'At')::timestamptz as at from mt_events e
  where e.stream_id = asked.stream_id and e.type = 'supplement_received' and e.version > asked.version
    and exists (select from jsonb_array_elements(e.data -> 'Materials') as came (data) where came.data ->> 'Material' = missing.data ->> 'Material')
  order by e.version limit 1) received on true
where asked.type = 'supplement_requested';

-- 审批意见: one row an opinion. Kinds: 0 positive, 1 negative, 2 conditional, 3 advisory.
create view exchange_opinion as
select e.stream_id as case_id, r.case_number, r.region, opened.data ->> 'ServiceItem' as item, e.data ->> 'Department' as department,
  (e.data -> 'Opinion' ->> 'Kind')::int as kind, e.data -> 'Opinion' ->> 'Reason' as reason, coalesce((e.data ->> 'BySilence')::boolean, false) as by_silence, (e.data ->> 'At')::timestamptz as at
from mt_events e
join case_row r on r.stream_id = e.stream_id
left join mt_events opened on opened.stream_id = e.stream_id and opened.type = 'task_opened' and opened.data -> 'TaskId' = e.data -> 'TaskId'
where e.type = 'opinion_recorded';

-- 批复文件: the results issued at the end.
create view exchange_result as
select e.stream_id as case_id, r.case_number, r.region, issued.data ->> 'Item' as item, issued.data ->> 'Name' as name, issued.data ->> 'Number' as number, (e.data ->> 'At')::timestamptz as at
from mt_events e
join case_row r on r.stream_id = e.stream_id
cross join lateral jsonb_array_elements(e.data -> 'Results') as issued (data)
where e.type = 'case_concluded';

-- 申报材料: what was handed in, with the hash of each file.
create view exchange_material as
select e.stream_id as case_id, r.case_number, r.region, filed.data ->> 'Material' as material, filed.data ->> 'ContentType' as content_type,
  (filed.data ->> 'Size')::bigint as size, filed.data ->> 'Sha256' as sha256, (e.data ->> 'At')::timestamptz as at
from mt_events e
join case_row r on r.stream_id = e.stream_id
cross join lateral jsonb_array_elements(e.data -> 'Materials') as filed (data)
where e.type in ('application_filed', 'supplement_received');

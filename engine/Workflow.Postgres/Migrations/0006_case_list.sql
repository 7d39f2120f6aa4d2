-- The case list reads its newest rows branch by branch (own cases, a window's region, regions overseen, a department's
-- part) and merges them; each branch walks an index in the list's order. Numbers are searched by their beginning, in any
-- collation. Indexes that no page reads are dropped: every event of a case would write them.

create index case_row_filed on case_row (filed_at desc, stream_id desc);
create index case_row_number_prefix on case_row (case_number text_pattern_ops);

drop index case_row_region_status_filed;
drop index case_row_region_due;
drop index case_row_joint_item_filed;
drop index case_row_departments;

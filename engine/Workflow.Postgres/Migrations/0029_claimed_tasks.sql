-- How many tasks each department of a city has claimed is counted for its board, and how many each officer has for those who assign
-- (docs/decisions/0009). The index by assignee held every task that anybody ever had, by keys in no order; nothing else read it.
drop index task_row_assignee;
create index task_row_claimed on task_row (region, department, assignee, joint_item) where state = 1;

-- Feeds the board: what happened on each day (of the calendar's zone), by region, joint item and department.
-- Whole-case counts stand under department ''. Kept by the projection "CaseDaily:All".
create table case_daily (
  day        date not null,
  region     text not null,
  joint_item text not null,
  department text not null,
  filed      int  not null default 0,
  accepted   int  not null default 0,
  concluded  int  not null default 0,
  opinions   int  not null default 0,
  yellow     int  not null default 0,
  red        int  not null default 0,
  constraint case_daily_pkey primary key (day, region, joint_item, department)
);

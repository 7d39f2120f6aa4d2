-- Which rows of an asynchronous projection are read (its generation), and which generation is being made anew beside
-- them. How far each has come stands in mt_event_progression: "Name:All", and "Name:Rebuild:All" for the new one.
create table projection (
  name       text not null constraint projection_pkey primary key,
  generation int  not null,
  rebuilding int  null
);

-- Feeds the board: what happened on each day (of the calendar's zone), by region, joint item and department.
-- What belongs to the whole case stands under department ''.
create table case_daily (
  generation int  not null,
  day        date not null,
  region     text not null,
  joint_item text not null,
  department text not null,
  filed      int  not null,
  accepted   int  not null,
  concluded  int  not null,
  opinions   int  not null,
  yellow     int  not null,
  red        int  not null,
  constraint case_daily_pkey primary key (generation, day, region, joint_item, department)
);

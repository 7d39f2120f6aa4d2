-- What follows from whole histories and from rules that may change: figures, cards, status codes. Derived by code, case by
-- case (Projections/Oversight); every table can be dropped and made again. Rows carry a generation, as all projections' do.

-- Cases whose rows are to be derived anew: something happened to them, or to the rules that reach them.
create table stale_case (
  generation int    not null,
  stream_id  text   not null,
  position   bigint not null,
  constraint stale_case_pkey primary key (generation, stream_id)
);

create index stale_case_position on stale_case (generation, position);

create table case_figure (
  generation      int         not null,
  stream_id       text        not null,
  region          text        not null,
  joint_item      text        not null,
  lead_department text        not null,
  status          smallint    not null,
  filed_at        timestamptz not null,
  ended_at        timestamptz null,
  in_time         boolean     null,
  in_statutory    boolean     null,
  days            numeric     null,
  intake_minutes  int         null,
  supplements     int         not null,
  returns         int         not null,
  by_rule         boolean     not null,
  rating          smallint    null,
  withdrawn       boolean     not null,
  constraint case_figure_pkey primary key (generation, stream_id)
);

create index case_figure_ended on case_figure (generation, ended_at);

create table step_figure (
  generation       int         not null,
  stream_id        text        not null,
  task_id          bigint      not null,
  region           text        not null,
  joint_item       text        not null,
  kind             text        not null,
  department       text        not null,
  service_item     text        null,
  opened_at        timestamptz not null,
  closed_at        timestamptz null,
  due_at           timestamptz null,
  overdue          boolean     not null,
  minutes          int         null,
  handover_minutes int         null,
  silence          boolean     not null,
  clock_offset     interval    not null,
  constraint step_figure_pkey primary key (generation, stream_id, task_id)
);

create index step_figure_closed on step_figure (generation, coalesce(closed_at, due_at));

-- at is the card's instant in the case's own time, shown_at the same in real time. A card to come stands here already:
-- it appears by time alone, if nothing happens to the case before.
create table card (
  generation   int         not null,
  stream_id    text        not null,
  card_id      text        not null,
  rule         text        not null,
  colour       smallint    not null,
  subject      text        not null,
  region       text        not null,
  joint_item   text        not null,
  department   text        not null,
  service_item text        null,
  at           timestamptz not null,
  shown_at     timestamptz not null,
  standing     smallint    not null,
  constraint card_pkey primary key (generation, stream_id, card_id)
);

create index card_shown on card (generation, shown_at desc, stream_id, card_id);

create table case_status (
  generation int         not null,
  stream_id  text        not null,
  ordinal    int         not null,
  item       text        null,
  department text        null,
  code       smallint    not null,
  at         timestamptz not null,
  version    bigint      not null,
  constraint case_status_pkey primary key (generation, stream_id, ordinal)
);

-- Failed tries so far: the pause before the next one grows with them.
alter table job add column tries int not null default 0;

-- Applicants' promises are remembered under a keyed hash of their id number: the number itself stands nowhere. The key is
-- made once, stays in the database and is part of its backup; without it old records would name nobody any more.
create table trust_key (
  id   smallint primary key default 1 check (id = 1),
  key  bytea    not null
);
insert into trust_key (key) values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

create index document_credit on document ((json ->> 'trustKey')) where kind = 'credit';
create index document_mandate_principal on document ((json -> 'given' ->> 'principal')) where kind = 'mandate';
create index document_mandate_agent on document ((json -> 'given' ->> 'agent')) where kind = 'mandate';
create index document_mandate_by on document ((json -> 'given' ->> 'by')) where kind = 'mandate';
create index document_agency on document ((json ->> 'agent')) where kind = 'agency';

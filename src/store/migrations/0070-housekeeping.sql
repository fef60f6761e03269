-- What the server and its operator did to keep it in order, for the pages of administrators.
create table housekeeping (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('collection', 'backup')),
  finished_at timestamptz not null,
  -- numbers by name, as the one who did it counts
  report jsonb not null
);
create index housekeeping_kind on housekeeping (kind, id);

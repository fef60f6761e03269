-- Which process works on an upload, and where the others reach it. No owner: it was given up, and whoever
-- is asked next goes on. Each owner has a file of its own, which the turn names.
alter table uploads
  add column owner_id uuid,
  add column owner_address text,
  add column turn integer not null default 0,
  -- Bytes that the last owner left when it gave the upload up.
  add column released_bytes bigint;

-- Sets of packages are asked for by number: of results that agree with a snapshot, and of sets.
drop index analyses_snapshot;
create index analyses_snapshot on analyses (coalesce(checked_snapshot, snapshot_digest), item_set_id)
  where item_set_id is not null;
create index analyses_item_set on analyses (item_set_id) where item_set_id is not null;

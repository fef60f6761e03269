-- Results follow the advisories: what a new snapshot touches is matched again, of the rest it is written
-- down that it was looked at.

alter table analyses
  -- the newest snapshot that was found to say nothing else of it; null: the one it was matched with
  add column checked_snapshot text collate "C",
  -- what the last result was made of, until another snapshot gave the present one
  add column before_revision text,
  add column before_match_revision text,
  add column before_item_set text collate "C",
  add column before_snapshot text collate "C";
create index analyses_snapshot on analyses (coalesce(checked_snapshot, snapshot_digest), item_set)
  where item_set is not null;

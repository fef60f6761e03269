-- What pages show of pulls and pushes.

-- When a repository's manifest was last pulled: apart from tags, whose changes empty caches.
create table manifest_pulls (
  repository_id bigint not null,
  digest text collate "C" not null,
  pulled_at timestamptz not null,
  primary key (repository_id, digest),
  foreign key (repository_id, digest) references repository_manifests (repository_id, digest)
    on delete cascade
);

-- What a push changed: the image that its tag had before, and distinct vulnerabilities by severity that
-- came and went with it. Null: the tag had none before, or it was not noted.
alter table analysis_requests
  add column before_digest text collate "C",
  add column opened jsonb,
  add column closed jsonb;
create index analysis_requests_answered on analysis_requests (repository_id, answered_at)
  where answered_at is not null;

-- The request that noted it; null: noted before there was this column.
alter table finding_events
  add column request_id bigint references analysis_requests (id) on delete set null;
create index finding_events_request on finding_events (request_id);

-- What is analyzed, what came of it, and what was ever found where.

-- Processes that take jobs, by their word.
create table job_processes (
  id text collate "C" primary key,
  beat_at timestamptz not null
);

-- One row for each image manifest that anybody asked for, in whatever repositories it is.
create table analyses (
  id bigint generated always as identity primary key,
  digest text collate "C" not null unique,
  platform text not null,
  kind text not null check (kind in ('image', 'sbom')),
  -- resting: `ending` is all there is to say
  phase text not null check (phase in ('queued', 'analyzing', 'matching', 'resting')),
  -- of the layers, while they are read
  progress jsonb not null default '{}',
  -- who waits: whose turn it uses, and whether a person looks on
  namespace_id bigint not null,
  priority smallint not null,
  queued_at timestamptz not null,
  due_at timestamptz not null,
  -- tries that ended in a way that another may end in too, and processes that were lost with it
  attempt integer not null default 0,
  losses integer not null default 0,
  -- of the last try: {code, message, attempt}
  trouble jsonb,
  lease uuid,
  leased_until timestamptz,
  request_id text not null,
  -- how the last run ended, whatever it was
  ending jsonb,
  ending_revision text,
  -- the last run that ended in a report
  generation bigint not null default 0,
  result jsonb,
  analyzed_at timestamptz,
  took_ms integer,
  -- what the report is made of: see inventories, item_matches, summaries
  analyzer_revision text,
  match_revision text,
  item_set text collate "C",
  snapshot_digest text collate "C",
  -- {number, digest, createdAt, isStarter}: what a report says of it
  snapshot jsonb,
  -- only a run that holds the lease works
  check ((phase in ('analyzing', 'matching')) = (lease is not null)),
  check (phase <> 'resting' or ending is not null)
);
create index analyses_queue on analyses (priority, queued_at) where phase = 'queued';
create index analyses_due on analyses (due_at) where phase = 'queued';
create index analyses_working on analyses (leased_until) where phase in ('analyzing', 'matching');
create index analyses_recent on analyses (analyzed_at) where took_ms is not null;
create index analyses_namespace on analyses (namespace_id, priority) where phase = 'queued';

-- Who asked for it, and when that was answered. Through these a repository may see a result.
create table analysis_requests (
  id bigint generated always as identity primary key,
  analysis_id bigint not null references analyses on delete cascade,
  repository_id bigint not null references repositories (id) on delete cascade,
  tag text collate "C",
  cause text not null,
  requested_by text not null,
  request_id text not null,
  requested_at timestamptz not null,
  answered_at timestamptz,
  -- a terminal state; null while it waits
  answer jsonb,
  generation bigint,
  -- its findings are in the books
  noted_at timestamptz
);
create unique index analysis_requests_open on analysis_requests
  (analysis_id, repository_id, coalesce(tag, '')) where answered_at is null;
create index analysis_requests_analysis on analysis_requests (analysis_id);
create index analysis_requests_unnoted on analysis_requests (analysis_id)
  where answered_at is not null and noted_at is null;
create index analysis_requests_tag on analysis_requests (repository_id, tag, id);

-- Kept by content, compressed: the same bytes read by the same program are read once.
create table layer_inventories (
  digest text collate "C" not null,
  revision text not null,
  body bytea not null,
  made_at timestamptz not null,
  primary key (digest, revision)
);

create table inventories (
  digest text collate "C" not null,
  revision text not null,
  item_set text collate "C" not null,
  body bytea not null,
  made_at timestamptz not null,
  primary key (digest, revision)
);

-- All that matching reads of an inventory, by the digest of it.
create table item_sets (
  digest text collate "C" primary key,
  body bytea not null,
  made_at timestamptz not null
);

create table item_matches (
  item_set text collate "C" not null,
  snapshot_digest text collate "C" not null,
  revision text not null,
  body bytea not null,
  made_at timestamptz not null,
  primary key (item_set, snapshot_digest, revision)
);

create table summaries (
  item_set text collate "C" not null,
  snapshot_digest text collate "C" not null,
  revision text not null,
  summary jsonb not null,
  primary key (item_set, snapshot_digest, revision)
);

-- A vulnerability of a package in a repository, whatever images come and go.
create table findings (
  id bigint generated always as identity primary key,
  repository_id bigint not null references repositories (id) on delete cascade,
  vulnerability text collate "C" not null,
  package_type text collate "C" not null,
  package_name text collate "C" not null,
  first_seen timestamptz not null,
  unique (repository_id, vulnerability, package_type, package_name)
);

create table finding_events (
  id bigint generated always as identity primary key,
  finding_id bigint not null references findings on delete cascade,
  kind text not null check (kind in ('opened', 'closed')),
  cause text not null,
  at timestamptz not null,
  digest text collate "C" not null,
  tag text collate "C",
  severity text not null
);
create index finding_events_finding on finding_events (finding_id, id);

-- SBOMs made elsewhere, under the name that they were pushed with.
create table pushed_sboms (
  repository_id bigint not null references repositories (id) on delete cascade,
  reference text collate "C" not null,
  digest text collate "C" not null,
  pushed_at timestamptz not null,
  pushed_by text not null,
  primary key (repository_id, reference)
);

create table sbom_bodies (
  digest text collate "C" primary key,
  body bytea not null,
  pushed_at timestamptz not null
);

-- Snapshots that were ever active, on whichever process.
create table advisory_snapshots (
  digest text collate "C" primary key,
  number integer not null,
  created_at timestamptz not null,
  activated_at timestamptz not null
);

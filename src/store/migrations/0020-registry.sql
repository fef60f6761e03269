-- Blobs, manifests, tags and uploads of the registry. Digests and names are compared by their bytes.

-- One row for each object of the blob store, and for each that is about to be one.
create table blobs (
  digest text collate "C" primary key,
  size bigint not null check (size >= 0),
  created_at timestamptz not null,
  -- False: reserved by an upload whose bytes are not durable yet.
  is_stored boolean not null,
  leased_until timestamptz not null,
  -- Found unused; its object is removed some time later, unless an upload revives it.
  condemned_at timestamptz
);
create index blobs_condemned on blobs (condemned_at) where condemned_at is not null;

-- Through which repositories a blob can be read. Pinned while its lease runs.
create table repository_blobs (
  repository_id bigint not null references repositories (id) on delete cascade,
  digest text collate "C" not null references blobs (digest),
  leased_until timestamptz not null,
  primary key (repository_id, digest)
);
create index repository_blobs_digest on repository_blobs (digest);

create table manifests (
  digest text collate "C" primary key,
  -- What its bytes say that it is. A repository may have got it under another name.
  media_type text not null,
  kind text not null check (kind in ('image', 'index')),
  size integer not null,
  bytes bytea not null,
  created_at timestamptz not null
);

create table manifest_blobs (
  manifest_digest text collate "C" not null references manifests (digest) on delete cascade,
  blob_digest text collate "C" not null,
  primary key (manifest_digest, blob_digest)
);
create index manifest_blobs_blob on manifest_blobs (blob_digest);

create table manifest_children (
  parent_digest text collate "C" not null references manifests (digest) on delete cascade,
  child_digest text collate "C" not null,
  primary key (parent_digest, child_digest)
);
create index manifest_children_child on manifest_children (child_digest);

create table repository_manifests (
  repository_id bigint not null references repositories (id) on delete cascade,
  digest text collate "C" not null references manifests (digest),
  media_type text not null,
  pushed_at timestamptz not null,
  pushed_by text not null,
  -- Until when it stays though no tag leads to it, where untagged manifests are removed.
  leased_until timestamptz not null,
  subject text collate "C",
  artifact_type text,
  -- Its descriptor as the referrers of its subject list it: JSON, kept as text to the byte.
  descriptor text,
  primary key (repository_id, digest)
);
create index repository_manifests_digest on repository_manifests (digest);
create index repository_manifests_subject on repository_manifests (repository_id, subject, digest)
  where subject is not null;

create table tags (
  repository_id bigint not null references repositories (id) on delete cascade,
  name text collate "C" not null,
  digest text collate "C" not null,
  moved_at timestamptz not null,
  moved_by text not null,
  primary key (repository_id, name),
  foreign key (repository_id, digest) references repository_manifests (repository_id, digest)
    on delete cascade
);
create index tags_digest on tags (repository_id, digest);

-- What a tag pointed to; no digest: it was deleted.
create table tag_history (
  id bigint generated always as identity primary key,
  repository_id bigint not null references repositories (id) on delete cascade,
  name text collate "C" not null,
  digest text collate "C",
  moved_at timestamptz not null,
  moved_by text not null
);
create index tag_history_tag on tag_history (repository_id, name, id);

create table uploads (
  id uuid primary key,
  repository_id bigint not null references repositories (id) on delete cascade,
  algorithm text not null,
  started_by text not null,
  touched_at timestamptz not null
);
create index uploads_touched on uploads (touched_at);

-- Outbox: what was pushed and has not been taken by the analyses yet.
create table push_events (
  id bigint generated always as identity primary key,
  repository_id bigint not null references repositories (id) on delete cascade,
  digest text collate "C" not null,
  tag text collate "C",
  actor text not null,
  at timestamptz not null
);

-- Caches of every process forget a repository when what they may hold of it changes. What is new
-- needs no word: nothing remembers that something was missing.
create function tell_registry_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('registry_changed', old.repository_id::text);
  return null;
end
$$;
create trigger tags_changed after update or delete on tags
  for each row execute function tell_registry_changed();
create trigger manifests_changed after delete on repository_manifests
  for each row execute function tell_registry_changed();

create function tell_repository_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('registry_changed', old.id::text);
  return null;
end
$$;
create trigger repositories_changed after update of name, visibility, namespace_id or delete
  on repositories for each row execute function tell_repository_changed();

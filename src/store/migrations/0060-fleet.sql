-- What is in all images together: packages, and vulnerabilities of them, by numbers. Written with what
-- they are made of (item sets, matches), in the same transaction; images follow by triggers, whoever
-- moves a tag or asks for an analysis.

create table fleet_packages (
  id integer generated always as identity primary key,
  type text collate "C" not null,
  name text collate "C" not null,
  unique (name, type)
);

create table fleet_versions (
  id integer generated always as identity primary key,
  package_id integer not null references fleet_packages on delete cascade,
  version text collate "C" not null,
  unique (package_id, version)
);

create table fleet_vulnerabilities (
  id integer generated always as identity primary key,
  name text collate "C" not null unique
);

alter table item_sets add column id integer generated always as identity unique;
alter table summaries add column id integer generated always as identity unique;

-- The packages of an item set, in its order: thousands of rows for each would be a hundred times the room.
create table item_set_packages (
  item_set_id integer primary key references item_sets (id) on delete cascade,
  -- of fleet_versions
  versions integer[] not null,
  layers smallint[] not null,
  -- places in `paths`, from 1
  path_places integer[] not null,
  paths text[] not null
);

-- What of a set of matches counts in totals. A set without any has no row: `summaries.is_indexed`.
create table match_findings (
  match_set_id integer not null references summaries (id) on delete cascade,
  vulnerability_id integer not null references fleet_vulnerabilities,
  version_id integer not null references fleet_versions,
  layer smallint not null,
  -- place in the order of severities, 0 the worst
  severity smallint not null,
  fixed_in text,
  primary key (match_set_id, vulnerability_id, version_id, layer)
);
create index match_findings_version on match_findings (version_id, severity);
create index match_findings_vulnerability on match_findings (vulnerability_id, match_set_id);
alter table summaries add column is_indexed boolean not null default false;

alter table analyses add column item_set_id integer, add column match_set_id integer;

-- Images that a repository may see a result of: it asked for it, and holds it.
create table repository_images (
  repository_id bigint not null references repositories (id) on delete cascade,
  analysis_id bigint not null references analyses on delete cascade,
  -- null until there is a report
  item_set_id integer,
  match_set_id integer,
  -- a tag leads to it, or the name of an SBOM
  is_current boolean not null,
  primary key (repository_id, analysis_id)
);
create index repository_images_analysis on repository_images (analysis_id);
create index repository_images_set on repository_images (item_set_id);
create index repository_images_matches on repository_images (match_set_id);
create index repository_images_listed on repository_images (repository_id, is_current, analysis_id)
  include (match_set_id, item_set_id) where match_set_id is not null;

-- In how many images of a repository each version is.
create table repository_packages (
  repository_id bigint not null references repositories (id) on delete cascade,
  version_id integer not null references fleet_versions on delete cascade,
  package_id integer not null references fleet_packages on delete cascade,
  images integer not null,
  primary key (repository_id, version_id)
);
create index repository_packages_package on repository_packages (package_id, repository_id)
  include (version_id, images);

-- An analysis knows its results by their numbers too.
create function number_results() returns trigger language plpgsql as $$
begin
  new.item_set_id := (select s.id from item_sets s where s.digest = new.item_set);
  new.match_set_id := (select s.id from summaries s where s.item_set = new.item_set
    and s.snapshot_digest = new.snapshot_digest and s.revision = new.match_revision);
  return new;
end $$;
create trigger analyses_numbered before insert or update of item_set, snapshot_digest, match_revision
  on analyses for each row execute function number_results();

create function tell_images_of_results() returns trigger language plpgsql as $$
begin
  update repository_images set item_set_id = new.item_set_id, match_set_id = new.match_set_id
    where analysis_id = new.id;
  return null;
end $$;
create trigger analyses_told after update of item_set, snapshot_digest, match_revision on analyses
  for each row when (new.item_set_id is distinct from old.item_set_id
    or new.match_set_id is distinct from old.match_set_id)
  execute function tell_images_of_results();

-- Whether a tag of the repository leads to the image, or an SBOM's name.
create function is_current_image(repository bigint, image text) returns boolean
  language sql stable as $$
  select exists (select from tags t where t.repository_id = repository and t.digest = image)
    or exists (select from manifest_children c join tags t
      on t.repository_id = repository and t.digest = c.parent_digest where c.child_digest = image)
    or exists (select from pushed_sboms p where p.repository_id = repository and p.digest = image)
$$;

create function add_asked_image() returns trigger language plpgsql as $$
begin
  insert into repository_images (repository_id, analysis_id, item_set_id, match_set_id, is_current)
    select new.repository_id, a.id, a.item_set_id, a.match_set_id,
      is_current_image(new.repository_id, a.digest)
    from analyses a where a.id = new.analysis_id
    on conflict do nothing;
  return null;
end $$;
create trigger requests_add_images after insert on analysis_requests
  for each row execute function add_asked_image();

create function look_at_current(repository bigint, moved text) returns void language sql as $$
  update repository_images i set is_current = x.is_current
    from (
      select a.id, is_current_image(repository, a.digest) as is_current
      from (select moved as digest
        union select c.child_digest from manifest_children c where c.parent_digest = moved) m
      join analyses a on a.digest = m.digest
      offset 0) x
    where i.repository_id = repository and i.analysis_id = x.id and i.is_current <> x.is_current
$$;

create function follow_tag() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform look_at_current(old.repository_id, old.digest); end if;
  if tg_op <> 'DELETE' then perform look_at_current(new.repository_id, new.digest); end if;
  return null;
end $$;
create trigger tags_followed after insert or update of digest or delete on tags
  for each row execute function follow_tag();
create trigger sboms_followed after insert or update of digest or delete on pushed_sboms
  for each row execute function follow_tag();

create function forget_image() returns trigger language plpgsql as $$
begin
  delete from repository_images i using analyses a
    where i.repository_id = old.repository_id and a.id = i.analysis_id and a.digest = old.digest;
  return null;
end $$;
create trigger manifests_forgotten after delete on repository_manifests
  for each row execute function forget_image();

-- Counts by version. Rows are taken in one order, so that no two transactions wait for each other.
create function count_packages(repository_ids bigint[], item_set_ids integer[], step integer)
  returns void language plpgsql as $$
begin
  perform from repository_packages p
    where (p.repository_id, p.version_id) in (
      select x.r, v from unnest(repository_ids, item_set_ids) as x (r, s)
      join item_set_packages k on k.item_set_id = x.s cross join unnest(k.versions) v)
    order by p.repository_id, p.version_id for update;
  insert into repository_packages as p (repository_id, version_id, package_id, images)
    select d.r, d.v, w.package_id, d.images from (
      select e.r, e.v, (count(*) * step)::integer as images from (
        select distinct x.at, x.r, v
        from unnest(repository_ids, item_set_ids) with ordinality as x (r, s, at)
        join item_set_packages k on k.item_set_id = x.s cross join unnest(k.versions) v) e
      group by e.r, e.v) d
    join fleet_versions w on w.id = d.v
    where exists (select from repositories q where q.id = d.r)
    order by d.r, d.v
    on conflict (repository_id, version_id) do update set images = p.images + excluded.images;
  if step < 0 then
    delete from repository_packages where repository_id = any (repository_ids) and images <= 0;
  end if;
end $$;

create function count_new_images() returns trigger language plpgsql as $$
begin
  perform count_packages(array_agg(repository_id), array_agg(item_set_id), 1)
    from added where item_set_id is not null having count(*) > 0;
  return null;
end $$;
create trigger images_counted after insert on repository_images
  referencing new table as added for each statement execute function count_new_images();

create function count_gone_images() returns trigger language plpgsql as $$
begin
  perform count_packages(array_agg(repository_id), array_agg(item_set_id), -1)
    from gone where item_set_id is not null having count(*) > 0;
  return null;
end $$;
create trigger images_uncounted after delete on repository_images
  referencing old table as gone for each statement execute function count_gone_images();

create function count_changed_images() returns trigger language plpgsql as $$
begin
  perform count_packages(array_agg(n.repository_id), array_agg(n.item_set_id), 1)
    from added n join gone o using (repository_id, analysis_id)
    where n.item_set_id is distinct from o.item_set_id and n.item_set_id is not null
    having count(*) > 0;
  perform count_packages(array_agg(o.repository_id), array_agg(o.item_set_id), -1)
    from added n join gone o using (repository_id, analysis_id)
    where n.item_set_id is distinct from o.item_set_id and o.item_set_id is not null
    having count(*) > 0;
  return null;
end $$;
create trigger images_recounted after update on repository_images
  referencing old table as gone new table as added
  for each statement execute function count_changed_images();

-- Of item sets that were there before they were numbered: their images are there already.
create function count_images_of_set() returns trigger language plpgsql as $$
begin
  perform count_packages(array_agg(i.repository_id), array_agg(i.item_set_id), 1)
    from repository_images i where i.item_set_id = new.item_set_id having count(*) > 0;
  return null;
end $$;
create trigger item_sets_counted after insert on item_set_packages
  for each row execute function count_images_of_set();

-- What is here already.
update analyses set item_set = item_set where item_set is not null;
insert into repository_images (repository_id, analysis_id, item_set_id, match_set_id, is_current)
  select distinct on (r.repository_id, a.id) r.repository_id, a.id, a.item_set_id, a.match_set_id,
    is_current_image(r.repository_id, a.digest)
  from analysis_requests r join analyses a on a.id = r.analysis_id
  where exists (select from repository_manifests m
      where m.repository_id = r.repository_id and m.digest = a.digest)
    or exists (select from pushed_sboms p
      where p.repository_id = r.repository_id and p.digest = a.digest);

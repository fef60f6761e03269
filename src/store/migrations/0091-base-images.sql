-- What images are built on: of every image that a tag ever led to, the chain of its layers. Content
-- only: who may know of it is told by the history of the tags of each repository.

create table image_chains (
  -- what a tag led to, and the image of one platform in it
  root text collate "C" not null,
  digest text collate "C" not null,
  platform text not null,
  -- chain ids of its layers with all below, the lowest first; empty where the root is no image
  chain_ids text[] collate "C" not null,
  -- the last of them
  chain_id text collate "C",
  primary key (root, digest)
);
create index image_chains_chain on image_chains (chain_id);
create index image_chains_built_on on image_chains using gin (chain_ids);
create index tag_history_digest on tag_history (digest);

-- Bases of elsewhere, for all to know: their chain, and what they are called there.
create table public_bases (
  reference text collate "C" not null,
  digest text collate "C" not null,
  platform text not null,
  chain_id text collate "C" not null,
  imported_at timestamptz not null,
  imported_by text not null,
  primary key (reference, chain_id)
);
create index public_bases_chain on public_bases (chain_id);

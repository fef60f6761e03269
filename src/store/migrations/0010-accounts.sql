-- Who somebody is, and who may what. Names are in lower case and checked before they come here.

CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE COLLATE "C",
  display_name text NOT NULL DEFAULT '',
  email text,
  is_email_verified boolean NOT NULL DEFAULT false,
  is_administrator boolean NOT NULL DEFAULT false,
  is_blocked boolean NOT NULL DEFAULT false,
  -- argon2id in the PHC format; null of who signs in elsewhere
  password_hash text,
  -- sealed; null where there is no second step
  second_step bytea,
  -- the last step of which a code was used: none is used twice
  second_step_used bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL
);
-- An address counts for one person once it is verified; until then anyone may write it down.
CREATE UNIQUE INDEX users_email ON users (email) WHERE is_email_verified;

CREATE TABLE recovery_codes (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  hash text NOT NULL,
  PRIMARY KEY (user_id, hash)
);

CREATE TABLE namespaces (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('personal', 'organization')),
  -- the person of a personal namespace
  owner_id bigint UNIQUE REFERENCES users ON DELETE CASCADE,
  display_name text NOT NULL DEFAULT '',
  plan text NOT NULL CHECK (plan IN ('free', 'pro', 'team', 'business')),
  results_readable_until timestamptz,
  -- made by a push without credentials
  is_open boolean NOT NULL DEFAULT false,
  activates_new boolean NOT NULL DEFAULT false,
  quota_bytes bigint CHECK (quota_bytes >= 0),
  created_at timestamptz NOT NULL,
  CHECK ((kind = 'personal') = (owner_id IS NOT NULL)),
  CHECK (plan = 'free' OR (kind = 'personal') = (plan = 'pro'))
);

-- A name is given once: what was reached by it must not be reached by another.
CREATE TABLE retired_names (
  name text PRIMARY KEY COLLATE "C",
  retired_at timestamptz NOT NULL
);

CREATE TABLE memberships (
  namespace_id bigint NOT NULL REFERENCES namespaces ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'member')),
  since timestamptz NOT NULL,
  PRIMARY KEY (namespace_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);

CREATE TABLE teams (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  namespace_id bigint NOT NULL REFERENCES namespaces ON DELETE CASCADE,
  name text NOT NULL COLLATE "C",
  description text NOT NULL DEFAULT '',
  UNIQUE (namespace_id, name),
  UNIQUE (namespace_id, id)
);

-- Only members of the organization are in its teams, whatever happens at the same time.
CREATE TABLE team_members (
  team_id bigint NOT NULL,
  namespace_id bigint NOT NULL,
  user_id bigint NOT NULL,
  PRIMARY KEY (team_id, user_id),
  FOREIGN KEY (namespace_id, team_id) REFERENCES teams (namespace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (namespace_id, user_id) REFERENCES memberships (namespace_id, user_id) ON DELETE CASCADE
);
CREATE INDEX team_members_user ON team_members (user_id);
CREATE INDEX team_members_member ON team_members (namespace_id, user_id);

CREATE TABLE repositories (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  namespace_id bigint NOT NULL REFERENCES namespaces ON DELETE CASCADE,
  -- whole: namespace/path
  name text NOT NULL UNIQUE COLLATE "C",
  visibility text NOT NULL CHECK (visibility IN ('public', 'private')),
  description text NOT NULL DEFAULT '',
  readme text NOT NULL DEFAULT '',
  analysis_active boolean NOT NULL DEFAULT false,
  publishes_results boolean NOT NULL DEFAULT false,
  immutable_tags text[] NOT NULL DEFAULT '{}',
  retention jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL
);
CREATE INDEX repositories_namespace ON repositories (namespace_id, name);
CREATE INDEX repositories_public ON repositories (namespace_id) WHERE visibility = 'public';

CREATE TABLE repository_grants (
  repository_id bigint NOT NULL REFERENCES repositories ON DELETE CASCADE,
  team_id bigint REFERENCES teams ON DELETE CASCADE,
  user_id bigint REFERENCES users ON DELETE CASCADE,
  permission text NOT NULL CHECK (permission IN ('read', 'write', 'admin')),
  CHECK ((team_id IS NULL) <> (user_id IS NULL)),
  UNIQUE NULLS NOT DISTINCT (repository_id, team_id, user_id)
);
CREATE INDEX repository_grants_team ON repository_grants (team_id);
CREATE INDEX repository_grants_user ON repository_grants (user_id);

CREATE TABLE access_tokens (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('personal', 'robot', 'refresh')),
  -- SHA-256 of a token of 160 random bits or more
  hash text NOT NULL UNIQUE,
  name text NOT NULL COLLATE "C",
  scopes text[] NOT NULL,
  ending text NOT NULL,
  user_id bigint REFERENCES users ON DELETE CASCADE,
  namespace_id bigint REFERENCES namespaces ON DELETE CASCADE,
  -- what a refresh token was had for: it ends with it
  parent_id uuid REFERENCES access_tokens ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  expires_at timestamptz,
  CHECK ((user_id IS NULL) <> (namespace_id IS NULL)),
  CHECK ((kind = 'robot') <= (namespace_id IS NOT NULL)),
  CHECK ((kind = 'personal') <= (user_id IS NOT NULL))
);
CREATE UNIQUE INDEX access_tokens_personal ON access_tokens (user_id, name) WHERE kind = 'personal';
CREATE UNIQUE INDEX access_tokens_robot ON access_tokens (namespace_id, name) WHERE kind = 'robot';
CREATE INDEX access_tokens_user ON access_tokens (user_id);
CREATE INDEX access_tokens_namespace ON access_tokens (namespace_id);
CREATE INDEX access_tokens_parent ON access_tokens (parent_id);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  hash text NOT NULL UNIQUE,
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  address text NOT NULL,
  user_agent text NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE set_up_links (
  hash text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  hash text NOT NULL UNIQUE,
  -- null: to the instance
  namespace_id bigint REFERENCES namespaces ON DELETE CASCADE,
  email text,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'member')),
  team_ids bigint[] NOT NULL DEFAULT '{}',
  invited_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX invitations_namespace ON invitations (namespace_id);

CREATE TABLE identity_providers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE COLLATE "C",
  display_name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  -- sealed
  client_secret bytea NOT NULL,
  scopes text[] NOT NULL DEFAULT '{}',
  groups_claim text NOT NULL,
  makes_users boolean NOT NULL
);

CREATE TABLE identity_groups (
  provider_id bigint NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
  group_name text NOT NULL,
  namespace_id bigint NOT NULL REFERENCES namespaces ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'member')),
  team_id bigint REFERENCES teams ON DELETE CASCADE,
  UNIQUE NULLS NOT DISTINCT (provider_id, group_name, namespace_id, team_id)
);

CREATE TABLE identities (
  provider_id bigint NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
  subject text NOT NULL,
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  since timestamptz NOT NULL,
  PRIMARY KEY (provider_id, subject),
  UNIQUE (provider_id, user_id)
);
CREATE INDEX identities_user ON identities (user_id);

-- What a provider's groups gave, so that only that is taken again.
CREATE TABLE identity_memberships (
  provider_id bigint NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
  namespace_id bigint NOT NULL,
  user_id bigint NOT NULL,
  PRIMARY KEY (provider_id, namespace_id, user_id),
  FOREIGN KEY (namespace_id, user_id) REFERENCES memberships (namespace_id, user_id) ON DELETE CASCADE
);

CREATE TABLE identity_team_members (
  provider_id bigint NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
  team_id bigint NOT NULL,
  user_id bigint NOT NULL,
  PRIMARY KEY (provider_id, team_id, user_id),
  FOREIGN KEY (team_id, user_id) REFERENCES team_members (team_id, user_id) ON DELETE CASCADE
);

CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  -- PKCS #8, sealed
  private_key bytea NOT NULL,
  public_jwk jsonb NOT NULL,
  created_at timestamptz NOT NULL
);

-- Tries of guessing: worth nothing after a crash, so that writing them is cheap.
CREATE UNLOGGED TABLE tries (
  bucket text PRIMARY KEY,
  -- when the bucket was, or will be, full
  full_at timestamptz NOT NULL
);

CREATE TABLE known_networks (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  network text NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, network)
);

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  actor_id bigint,
  deed text NOT NULL,
  object text NOT NULL,
  -- no reference: entries outlive what they tell of
  namespace_id bigint,
  result text NOT NULL,
  request_id text NOT NULL,
  address text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_namespace ON audit_log (namespace_id, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END $$;

CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  EXECUTE FUNCTION refuse_change();

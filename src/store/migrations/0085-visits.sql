-- When somebody's last visit to the pages ended (null: this is the first), and the last look of this one.
create table visits (
  user_id bigint primary key references users (id) on delete cascade,
  before_at timestamptz,
  seen_at timestamptz not null
);

-- What was analyzed since then.
create index analysis_requests_newest on analysis_requests (answered_at)
  where answered_at is not null;

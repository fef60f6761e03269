-- When somebody was last there, also after the session is over.
alter table users add column seen_at timestamptz;
update users set seen_at = (select max(seen_at) from sessions where user_id = users.id);

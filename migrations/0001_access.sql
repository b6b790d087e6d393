-- Access: organisations, people, their posts and sessions, request keys and the audit trail.
-- All tables of a district live in one schema; no statement names it (the connection's search_path does).

-- A quantity or an amount of money: exact, at most three decimals. The check refuses NaN and the infinities, which a bare
-- numeric accepts, and refuses further digits instead of rounding them away, as numeric(15,3) would.
create domain quantity as numeric
  constraint quantity_exact check (abs(value) < 1000000000000 and value = round(value, 3));

create function business_date() returns date language sql stable as
  $$ select (now() at time zone 'Asia/Shanghai')::date $$;
comment on function business_date() is 'Today in the district. Decided by the database, so that all servers agree whatever their clocks say.';

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are evidence: they are only ever added', tg_table_name using errcode = '42501';
end $$;

create table organisation (
  id         bigint generated always as identity primary key,
  code       text not null constraint organisation_code_unique unique,
  name_zh    text not null,
  name_en    text not null,
  kind       text not null check (kind in ('DISTRICT_BUREAU','DEPARTMENT','TOWN','ECONOMIC_GROUP','COMMUNITY','ENTERPRISE',
                                           'SOCIAL_ORGANISATION','MILITARY_UNIT','NEIGHBOURING_DISTRICT','CARRIER')),
  tier       text not null check (tier in ('DISTRICT','TOWN')),
  parent_id  bigint references organisation,
  latitude   numeric(9,6) check (latitude between -90 and 90),
  longitude  numeric(9,6) check (longitude between -180 and 180),
  population integer check (population >= 0),
  source     text not null default '',              -- where the facts of this row come from
  demo       boolean not null default false,
  revision   integer not null default 1,
  created_at timestamptz not null default now()
);
create index organisation_parent on organisation (parent_id);

create table organisation_neighbour (
  organisation_id bigint not null references organisation,
  neighbour_id    bigint not null references organisation,
  primary key (organisation_id, neighbour_id),
  check (organisation_id <> neighbour_id)
);

create table person (
  id            bigint generated always as identity primary key,
  account       text not null constraint person_account_unique unique check (account ~ '^[a-z][a-z0-9_.-]{1,62}$'),
  name          text not null,
  phone         text not null default '',
  password_hash text,                               -- argon2id in PHC form; null: may not sign in by password
  disabled_at   timestamptz,
  demo          boolean not null default false,
  revision      integer not null default 1,
  created_at    timestamptz not null default now()
);

-- A post is a role at one organisation or site, from one date to another.
create table post (
  id              bigint generated always as identity primary key,
  person_id       bigint not null references person,
  role            text not null check (role in ('KEEPER','DISPATCHER','LIAISON','PARTNER','AUDITOR','ADMINISTRATOR')),
  organisation_id bigint not null references organisation,
  site_id         bigint,                           -- set: this site only; null: all of the organisation and those below it
  deputy          boolean not null default false,
  from_date       date not null default business_date(),
  to_date         date,
  created_at      timestamptz not null default now(),
  check (to_date is null or to_date >= from_date),
  constraint post_unique unique nulls not distinct (person_id, role, organisation_id, site_id, from_date)
);

-- Cookie sessions of people and bearer tokens of machines. Only the SHA-256 of the secret is kept.
create table session (
  id           bigint generated always as identity primary key,
  secret_hash  bytea not null constraint session_secret_unique unique,
  person_id    bigint not null references person,
  kind         text not null check (kind in ('COOKIE','TOKEN')),
  label        text not null default '',
  created_at   timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at   timestamptz not null,                -- absolute limit, by the clock of the database
  revoked_at   timestamptz
);
create index session_person on session (person_id) where revoked_at is null;

-- Failed sign-ins, counted in a transaction of their own so that no rollback forgets them.
create table sign_in_failure (
  account   text not null,
  network   text not null,                          -- the caller's /24 or /56
  failed_at timestamptz not null default now()
);
create index sign_in_failure_recent on sign_in_failure (account, network, failed_at);

-- The answer first given to a request key. The same key again gets the same answer; with other content it is refused.
create table request_key (
  person_id  bigint not null references person,
  key        text not null check (length(key) between 8 and 128),
  operation  text not null,
  input_hash bytea not null,
  answer     jsonb,                                 -- null only while the first transaction runs
  created_at timestamptz not null default now(),
  constraint request_key_primary primary key (person_id, key)
);

create table audit_entry (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default clock_timestamp(),
  person_id   bigint references person,             -- null: nobody signed in, or the system itself
  role        text not null default '',
  action      text not null,
  object_kind text not null default '',
  object_id   bigint,
  outcome     text not null check (outcome in ('DONE','REFUSED')),
  request_id  text not null default '',
  detail      jsonb not null default '{}',
  row_hash    bytea not null
);
create index audit_entry_object on audit_entry (object_kind, object_id);
create index audit_entry_person on audit_entry (person_id, id);

-- What an audit entry says, in one text that can be hashed again at any time.
create function audit_entry_hash(e audit_entry) returns bytea language sql immutable as $$
  select sha256(convert_to(concat_ws('|', e.id, extract(epoch from e.at)::text, coalesce(e.person_id::text, '-'), e.role, e.action, e.object_kind,
    coalesce(e.object_id::text, '-'), e.outcome, e.request_id, e.detail::text), 'UTF8'))
$$;
create function audit_entry_seal_row() returns trigger language plpgsql as
  $$ begin new.row_hash := audit_entry_hash(new); return new; end $$;
create trigger audit_entry_hashed before insert on audit_entry for each row execute function audit_entry_seal_row();
create trigger audit_entry_evidence before update or delete on audit_entry for each row execute function refuse_change();
create trigger audit_entry_evidence_all before truncate on audit_entry for each statement execute function refuse_change();

-- The hash chain: each seal covers a run of rows of one stream and is chained to the seal before.
create table seal (
  stream    text not null check (stream in ('movement','audit_entry')),
  number    bigint not null,
  from_id   bigint not null,
  to_id     bigint not null,
  rows      bigint not null check (rows > 0),
  root      bytea not null,                         -- sha256 over the row hashes in order
  chain     bytea not null,                         -- sha256 over the chain before, the root, the bounds and the count
  sealed_at timestamptz not null default now(),
  primary key (stream, number),
  check (to_id >= from_id)
);
create trigger seal_evidence before update or delete on seal for each row execute function refuse_change();
create trigger seal_evidence_all before truncate on seal for each statement execute function refuse_change();

-- One row per due time of a periodic job; whoever inserts it runs it.
create table job_run (
  job         text not null,
  slot        timestamptz not null,
  status      text not null check (status in ('RUNNING','DONE','FAILED','SKIPPED')),
  owner       text not null default '',
  token       integer not null default 1,           -- fencing token: a run that lost its lease cannot finish
  lease_until timestamptz,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  note        text not null default '',
  primary key (job, slot)
);

-- Facts about the data itself: which reference and demonstration data is loaded, the district's name.
create table setting (
  name  text primary key,
  value text not null
);

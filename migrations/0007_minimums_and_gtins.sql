-- Minimums over groups, categories and worth; overrides by two persons; breaches with reminders; goods that others own or a donor has
-- given for a purpose; trade item numbers.

-- What a minimum is over: an item, in base units; a substitution group, in the group's measure; or a category or all goods, in yuan
-- by the unit costs of lots, since a category mixes bottles, boxes and metres. What nobody knows the cost of counts as worth nothing.
alter table minimum alter column item_id drop not null;
alter table minimum drop constraint minimum_scope_check, drop constraint minimum_scope_complete, drop constraint minimum_unique;
alter table minimum
  add column group_code  text references substitution_group,
  add column category_id bigint references category,
  add column keeper_id   bigint references organisation,  -- CUSTODY: at whose sites the goods of organisation_id count
  add column on_breach   text not null default 'WARN' check (on_breach in ('WARN','APPROVE','REFUSE'));
update minimum set on_breach = 'REFUSE' where kind = 'COVENANT';
alter table minimum
  add constraint minimum_scope_check check (scope in ('SITE','ORGANISATION','TIER','DISTRICT','CUSTODY')),
  add constraint minimum_scope_complete check ((scope = 'SITE') = (site_id is not null) and (scope in ('ORGANISATION','CUSTODY')) = (organisation_id is not null)
    and (scope = 'CUSTODY') = (keeper_id is not null) and (scope = 'TIER') = (tier is not null)),
  add constraint minimum_over_one_thing check (num_nonnulls(item_id, group_code, category_id) <= 1 and (num_nonnulls(item_id, group_code, category_id) = 1 or scope = 'CUSTODY')),
  add constraint minimum_custody_by_agreement check (scope <> 'CUSTODY' or agreement_id is not null and keeper_id <> organisation_id),
  add constraint minimum_covenant_refuses check (kind <> 'COVENANT' or on_breach = 'REFUSE'),
  add constraint minimum_dates_in_order check (to_date is null or to_date >= from_date),
  add constraint minimum_unique unique nulls not distinct (kind, scope, site_id, organisation_id, keeper_id, tier, item_id, group_code, category_id, from_date);
create index minimum_wide on minimum (id) where item_id is null;
create index substitution_member_item on substitution_member (item_id);

-- Two persons override a minimum: one asks, another confirms. What they signed is for these minimums, this incident, at most so much
-- of each, for so many hours, and once.
create table minimum_override (
  id           bigint generated always as identity primary key,
  incident_id  bigint not null references incident,
  reason       text not null constraint minimum_override_has_reason check (reason <> ''),
  valid_hours  smallint not null constraint minimum_override_hours check (valid_hours between 1 and 72),
  requested_by bigint not null references person,
  requested_at timestamptz not null default now(),
  confirmed_by bigint references person,
  confirmed_at timestamptz,
  valid_until  timestamptz,
  constraint minimum_override_second_person check (confirmed_by <> requested_by),
  constraint minimum_override_confirmed_complete check (num_nulls(confirmed_by, confirmed_at, valid_until) in (0, 3))
);
create index minimum_override_incident on minimum_override (incident_id, id desc);
create table minimum_override_limit (
  override_id bigint not null references minimum_override,
  minimum_id  bigint not null references minimum,
  quantity    quantity not null constraint minimum_override_quantity check (quantity > 0), -- in the measure of the minimum
  primary key (override_id, minimum_id)
);
create table minimum_override_use (
  override_id bigint not null references minimum_override,
  document_id bigint references document,            -- null: an allocation, which reserves
  used_by     bigint references person,
  used_at     timestamptz not null default now(),
  constraint minimum_override_used_once primary key (override_id)
);
create function minimum_override_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.confirmed_by is not null or (new.id, new.incident_id, new.reason, new.valid_hours, new.requested_by, new.requested_at) is distinct from
     (old.id, old.incident_id, old.reason, old.valid_hours, old.requested_by, old.requested_at) then
    raise exception 'an override is confirmed once and stands' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger minimum_override_evidence before update or delete on minimum_override for each row execute function minimum_override_stands();
create trigger minimum_override_limit_evidence before update or delete on minimum_override_limit for each row execute function refuse_change();
create trigger minimum_override_use_evidence before update or delete on minimum_override_use for each row execute function refuse_change();
create function minimum_override_use_check() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from minimum_override o where o.id = new.override_id and o.confirmed_by is not null) then
    raise exception 'the override is not confirmed' using errcode = '23514', constraint = 'minimum_override_confirmed';
  end if;
  return new;
end $$;
create trigger minimum_override_use_checked before insert on minimum_override_use for each row execute function minimum_override_use_check();
-- Whether a second person is asked for. A demonstration is played by one person at a time.
insert into setting (name, value) select 'minimum.second_person', case when exists (select 1 from setting where name = 'demo') then 'false' else 'true' end on conflict do nothing;

-- A breach: why it opened. What is left is in the measure of its minimum, finer than a quantity.
alter table minimum_breach alter column available type numeric;
alter table minimum_breach
  add column cause text not null default 'OVERRIDE' check (cause in ('OVERRIDE','APPROVAL','FACT','EXPIRY','HOLD','OTHER')),
  add column override_id bigint references minimum_override,
  add column cured_available numeric,               -- what there was when it was closed, and the floor then; 0 where the minimum was no longer in force
  add column cured_floor numeric;
update minimum_breach set cured_available = 0, cured_floor = 0 where closed_at is not null; -- closed before figures were kept
alter table minimum_breach add constraint minimum_breach_cured check (closed_at is null or (cured_available >= cured_floor) is true);
create table minimum_reminder (
  id         bigint generated always as identity primary key,
  breach_id  bigint not null references minimum_breach,
  day        date not null,
  kind       text not null check (kind in ('SOON','DUE','OVERDUE')),
  created_at timestamptz not null default now(),
  constraint minimum_reminder_once_a_day unique (breach_id, day)
);

-- From which purse goods were paid: part of the terms on which they are held, and so of the stock key.
alter table reserve add column funding_source text not null default '';
alter table reserve drop constraint reserve_terms_unique,
  add constraint reserve_terms_unique unique nulls not distinct (owner_id, source, tier, custody, programme, purpose, funding_source, agreement_id);

-- An owner's order: so much of these goods of mine at that site may go until a day.
create table release_order (
  document_id  bigint primary key references document,
  owner_id     bigint not null references organisation,
  until_on     date not null,
  cancelled_at timestamptz,
  cancelled_by bigint references person
);
create index release_order_owner on release_order (owner_id, document_id desc);
create table release_order_line (
  document_id bigint not null references release_order,
  line_no     integer not null,
  item_id     bigint not null references item,
  lot_id      bigint references lot,                 -- null: any lot
  quantity    quantity not null constraint release_order_quantity check (quantity > 0),
  primary key (document_id, line_no),
  constraint release_order_line_once unique nulls not distinct (document_id, item_id, lot_id)
);
create trigger release_order_line_evidence before update or delete on release_order_line for each row execute function refuse_change();

-- What a document is for, and the order that it carries out.
alter table document
  add column purpose          text not null default '',
  add column release_order_id bigint references release_order;
create index document_release_order on document (release_order_id) where release_order_id is not null;
create function document_terms_stand() returns trigger language plpgsql as $$
begin
  if old.number is not null then
    raise exception 'a posted document never changes' using errcode = '23514', constraint = 'document_posted_stands';
  end if;
  return new;
end $$;
create trigger document_terms_stand before update of purpose, release_order_id on document for each row
  when ((new.purpose, new.release_order_id) is distinct from (old.purpose, old.release_order_id)) execute function document_terms_stand();

-- A donor's consent that goods given for one purpose serve another. Evidence.
create table purpose_consent (
  id           bigint generated always as identity primary key,
  reserve_id   bigint not null references reserve,
  purpose      text not null default '',             -- the other purpose; empty: any
  consented_by text not null constraint purpose_consent_has_donor check (consented_by <> ''), -- who gave it, for the donor
  paper        text not null constraint purpose_consent_has_paper check (paper <> ''),        -- where it is kept
  until_on     date not null,
  person_id    bigint references person,
  recorded_at  timestamptz not null default now()
);
create index purpose_consent_reserve on purpose_consent (reserve_id, until_on);
create trigger purpose_consent_evidence before update or delete on purpose_consent for each row execute function refuse_change();
create trigger purpose_consent_evidence_all before truncate on purpose_consent for each statement execute function refuse_change();

-- Trade item numbers, one for each level of packing.
create function gtin_check_digit(gtin text) returns integer language sql immutable strict as $$
  select ((10 - sum(substr(gtin, n, 1)::integer * case when n % 2 = 1 then 3 else 1 end) % 10) % 10)::integer from generate_series(1, 13) as n
$$;
create table item_gtin (
  gtin       text primary key constraint item_gtin_check_digit check (case when gtin ~ '^[0-9]{14}$' then gtin_check_digit(gtin) = right(gtin, 1)::integer else false end),
  item_id    bigint not null references item,
  factor     quantity not null constraint item_gtin_factor_positive check (factor > 0), -- base units in one such pack
  level_name text not null,
  person_id  bigint references person,
  created_at timestamptz not null default now()
);
create index item_gtin_item on item_gtin (item_id);
create trigger item_gtin_checked before insert or update on item_gtin for each row execute function item_pack_check();

-- Inventory: what we hold, where, whose, on what terms, and every change to it.

create table category (
  id      bigint generated always as identity primary key,
  code    text not null unique,
  name_zh text not null,
  name_en text not null
);

create table item (
  id                bigint generated always as identity primary key,
  code              text not null constraint item_code_unique unique,
  category_id       bigint not null references category,
  subcategory_zh    text not null,
  subcategory_en    text not null,
  name_zh           text not null,
  name_en           text not null,
  slug              text not null unique,
  unit_zh           text not null,                  -- the measure word is data
  unit_en           text not null,
  scale             smallint not null check (scale between 0 and 3), -- decimals a quantity of it may have
  spec              text not null default '',
  pack_size         quantity not null check (pack_size > 0),         -- base units per package
  package_name_zh   text not null default '',
  pack_policy       text not null check (pack_policy in ('LOOSE','WHOLE_PACKS')),
  weight_kg         numeric(12,4) not null check (weight_kg > 0),    -- packed, per base unit
  volume_m3         numeric(12,6) not null check (volume_m3 > 0),
  shelf_life_days   integer check (shelf_life_days > 0),
  shelf_life_basis  text not null default '',
  storage_condition text not null check (storage_condition in ('ambient','dry','cool','refrigerated','hazmat')),
  hazard_class      text not null default '',
  un_number         text not null default '',
  cold_chain        boolean not null,
  temp_min_c        numeric(5,1),
  temp_max_c        numeric(5,1),
  livelihood_good   boolean not null,
  tracking          text not null check (tracking in ('LOT','SERIAL','BULK')),
  returnable        boolean not null,
  dual_use_tag      text not null default '',
  gb38565_major     text not null default '',
  default_reserve_mode text not null default '',
  norm_per_person_per_day numeric,
  norm_per_person   numeric,
  norm_per_household numeric,
  norm_source       text not null default '',
  source            text not null default '',
  revision          integer not null default 1
);
create index item_category on item (category_id, code);

create table substitution_group (
  code         text primary key,
  name_zh      text not null,
  measure_unit text not null
);
create table substitution_member (
  group_code text not null references substitution_group,
  item_id    bigint not null references item,
  position   integer not null,                      -- substitutes are tried in this order
  factor     numeric not null check (factor > 0),   -- measure units per base unit of the item
  note       text not null default '',
  primary key (group_code, item_id)
);

create table site (
  id                 bigint generated always as identity primary key,
  code               text not null constraint site_code_unique unique,
  name_zh            text not null,
  name_en            text not null,
  kind               text not null check (kind in ('DEPOT','TOWN_STORE','ENTERPRISE_STORE','SHELTER','PUBLIC_CABINET','HUB')),
  organisation_id    bigint not null references organisation,        -- who keeps it
  town_id            bigint references organisation,                 -- in which town it lies
  latitude           numeric(9,6) not null check (latitude between -90 and 90),
  longitude          numeric(9,6) not null check (longitude between -180 and 180),
  address            text not null default '',
  volume_m3          numeric(12,3) check (volume_m3 > 0),
  people_capacity    integer check (people_capacity > 0),
  storage_conditions text[] not null default '{ambient,dry}',
  public_notes       text not null default '',      -- what the public may know, such as where in the hall the cabinet hangs
  source             text not null default '',
  demo               boolean not null default false,
  revision           integer not null default 1
);
create index site_organisation on site (organisation_id);
create index site_town on site (town_id);
alter table post add constraint post_site foreign key (site_id) references site;

-- A place is anything a movement may come from or go to: a site, or a virtual place outside our stock.
create table place (
  id       bigint generated always as identity primary key,
  kind     text not null check (kind in ('SITE','IN_TRANSIT','SUPPLIER','DONOR','PRODUCER','OWNER','CONSUMED','SCRAPPED','LOST','DIFFERENCE')),
  site_id  bigint unique references site,
  physical boolean generated always as (kind in ('SITE','IN_TRANSIT')) stored,
  check ((kind = 'SITE') = (site_id is not null))
);
create unique index place_virtual on place (kind) where site_id is null;
insert into place (kind) values ('IN_TRANSIT'),('SUPPLIER'),('DONOR'),('PRODUCER'),('OWNER'),('CONSUMED'),('SCRAPPED'),('LOST'),('DIFFERENCE');

create table lot (
  id          bigint generated always as identity primary key,
  item_id     bigint not null references item,
  lot_no      text not null check (length(lot_no) between 1 and 40),
  serial_no   text not null default '',
  made_on     date,
  expires_on  date,
  unit_cost   quantity check (unit_cost >= 0),
  origin      text not null check (origin in ('PURCHASE','DONATION','PRODUCTION','REQUISITION','RETURN')),
  quality     text not null default 'GOOD' check (quality in ('GOOD','ON_HOLD','REJECTED')),
  revision    integer not null default 1,
  created_at  timestamptz not null default now(),
  constraint lot_number_unique unique (item_id, lot_no, serial_no),
  constraint lot_dates_in_order check (expires_on is null or made_on is null or expires_on > made_on)
);
create index lot_expiry on lot (expires_on, item_id) where expires_on is not null;

create table agreement (
  id              bigint generated always as identity primary key,
  number          text not null constraint agreement_number_unique unique,
  kind            text not null check (kind in ('MINIMUM_STOCK','ENTRUSTED_STORAGE','CAPACITY','TRANSPORT','MUTUAL_AID')),
  organisation_id bigint not null references organisation,           -- the partner it binds
  from_date       date not null,
  to_date         date,
  note            text not null default '',
  demo            boolean not null default false,
  check (to_date is null or to_date >= from_date)
);

-- A reserve: whose goods these are, and on what terms they are held.
create table reserve (
  id              bigint generated always as identity primary key,
  owner_id        bigint not null references organisation,
  source          text not null check (source in ('GOVERNMENT','SOCIAL','ENTERPRISE')),
  tier            text not null check (tier in ('DISTRICT','TOWN')),
  custody         text not null check (custody in ('DEDICATED','ENTRUSTED')),
  programme       text not null default 'GENERAL' check (programme in ('GENERAL','SPECIAL_NEED','MAJOR_EVENT')),
  purpose         text not null default '',         -- a purpose lock, such as a donor's wish; empty: none
  agreement_id    bigint references agreement,
  constraint reserve_terms_unique unique nulls not distinct (owner_id, source, tier, custody, programme, purpose, agreement_id)
);

create table capacity (
  id                bigint generated always as identity primary key,
  organisation_id   bigint not null references organisation,
  item_id           bigint not null references item,
  ramp_up_hours     integer not null check (ramp_up_hours >= 0),
  output_per_day    quantity not null check (output_per_day > 0),
  raw_material_days integer not null check (raw_material_days >= 0),
  from_date         date not null,
  to_date           date,
  agreement_id      bigint references agreement,
  unique (organisation_id, item_id, from_date)
);

-- A document is what people make and sign. A posted document never changes; it is reversed.
create table document (
  id              bigint generated always as identity primary key,
  number          text not null,
  kind            text not null check (kind in ('RECEIPT','ISSUE','TRANSFER','COUNT','SCRAP','RETURN','REVERSAL','DISPATCH','DELIVERY')),
  reason          text not null default '',         -- PURCHASE, DONATION, ..., INCIDENT, CONSUMPTION, ROTATION, ...
  state           text not null check (state in ('IN_TRANSIT','POSTED','REVERSED')),
  site_id         bigint not null references site,  -- the site in whose name and numbering it stands
  counter_site_id bigint references site,           -- the other site of a transfer, dispatch or delivery
  incident_id     bigint,
  note            text not null default '',
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  person_id       bigint references person,
  reverses_id     bigint constraint document_reversed_once unique references document,
  completes_id    bigint constraint document_completed_once unique references document, -- a delivery or transfer-in: what was sent
  constraint document_number_unique unique (site_id, number),
  constraint document_not_in_future check (occurred_at <= recorded_at + interval '5 minutes')
);
create index document_site on document (site_id, id desc);
create index document_counter_site on document (counter_site_id, id desc);
create index document_incident on document (incident_id) where incident_id is not null;

-- Gapless numbers per site, kind and day.
create table document_counter (
  site_id bigint not null references site,
  prefix  text not null,
  day     date not null,
  last    integer not null,
  primary key (site_id, prefix, day)
);

-- A movement is an immutable line of the ledger: so much of a lot, of a reserve, from one place to another.
create table movement (
  id            bigint generated always as identity primary key,
  document_id   bigint not null references document,
  line_no       integer not null,
  item_id       bigint not null references item,
  lot_id        bigint not null references lot,
  reserve_id    bigint not null references reserve,
  from_place_id bigint not null references place,
  to_place_id   bigint not null references place,
  quantity      quantity not null constraint movement_quantity_positive check (quantity > 0),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now(),
  row_hash      bytea not null,
  constraint movement_line_unique unique (document_id, line_no),
  constraint movement_between_two_places check (from_place_id <> to_place_id)
);
create index movement_from on movement (from_place_id, item_id, id desc);
create index movement_to on movement (to_place_id, item_id, id desc);
create index movement_lot on movement (lot_id, id desc);

create function movement_hash(m movement) returns bytea language sql immutable as $$
  select sha256(convert_to(concat_ws('|', m.id, m.document_id, m.line_no, m.item_id, m.lot_id, m.reserve_id, m.from_place_id, m.to_place_id,
    trim_scale(m.quantity)::text, extract(epoch from m.occurred_at)::text, extract(epoch from m.recorded_at)::text), 'UTF8'))
$$;
create function movement_seal_row() returns trigger language plpgsql as
  $$ begin new.row_hash := movement_hash(new); return new; end $$;
create trigger movement_hashed before insert on movement for each row execute function movement_seal_row();
create trigger movement_evidence before update or delete on movement for each row execute function refuse_change();
create trigger movement_evidence_all before truncate on movement for each statement execute function refuse_change();

-- The stock key is place, lot and reserve. Kept in the posting transaction; always the sum of its movements (changping verify).
-- Only physical places have balances; what lies at a virtual place is the sum of the ledger.
create table balance (
  place_id   bigint not null references place,
  lot_id     bigint not null references lot,
  reserve_id bigint not null references reserve,
  item_id    bigint not null references item,
  on_hand    quantity not null constraint balance_on_hand_not_negative check (on_hand >= 0),
  reserved   quantity not null default 0,           -- kept by the trigger below from the live reservation rows
  primary key (place_id, lot_id, reserve_id),
  constraint balance_reserved_not_negative check (reserved >= 0),
  constraint balance_reserved_within_on_hand check (reserved <= on_hand)
);
create index balance_item on balance (item_id, place_id) where on_hand > 0;
create index balance_lot on balance (lot_id) where on_hand > 0;

-- One row per site and item: the row that postings of the item at the site lock first, and the sum of its balances.
create table stock_level (
  place_id bigint not null references place,
  item_id  bigint not null references item,
  on_hand  quantity not null default 0 constraint stock_level_not_negative check (on_hand >= 0),
  primary key (place_id, item_id)
);
create index stock_level_item on stock_level (item_id) where on_hand > 0;

-- A live reservation holds goods for a purpose until they are sent or let go.
create table reservation (
  id          bigint generated always as identity primary key,
  place_id    bigint not null,
  lot_id      bigint not null,
  reserve_id  bigint not null,
  quantity    quantity not null constraint reservation_quantity_positive check (quantity > 0),
  state       text not null default 'LIVE' check (state in ('LIVE','CONSUMED','RELEASED')),
  purpose     text not null,                        -- what it is for, such as ALLOCATION_LINE
  purpose_id  bigint not null,
  created_at  timestamptz not null default now(),
  closed_at   timestamptz,
  foreign key (place_id, lot_id, reserve_id) references balance,
  check ((state = 'LIVE') = (closed_at is null))
);
create index reservation_live on reservation (place_id, lot_id, reserve_id) where state = 'LIVE';
create unique index reservation_purpose on reservation (purpose, purpose_id) where state = 'LIVE';

create function reservation_count() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.state = 'LIVE' then
    update balance set reserved = reserved - old.quantity
     where place_id = old.place_id and lot_id = old.lot_id and reserve_id = old.reserve_id;
  end if;
  if tg_op <> 'DELETE' and new.state = 'LIVE' then
    update balance set reserved = reserved + new.quantity
     where place_id = new.place_id and lot_id = new.lot_id and reserve_id = new.reserve_id;
  end if;
  return null;
end $$;
create trigger reservation_counted after insert or update or delete on reservation for each row execute function reservation_count();

-- A floor for an item at a scope. COVENANT: a key enterprise's duty, never broken without an override. POLICY: warns.
create table minimum (
  id              bigint generated always as identity primary key,
  kind            text not null check (kind in ('COVENANT','POLICY')),
  scope           text not null check (scope in ('SITE','ORGANISATION','TIER','DISTRICT')),
  site_id         bigint references site,
  organisation_id bigint references organisation,   -- the owner whose goods count
  tier            text check (tier in ('DISTRICT','TOWN')),
  item_id         bigint not null references item,
  floor           quantity not null check (floor >= 0),
  target          quantity check (target >= 0),
  warning_margin  quantity not null default 0 check (warning_margin >= 0),
  cure_days       integer not null default 7 check (cure_days > 0),  -- how soon a breach must be made good
  from_date       date not null default business_date(),
  to_date         date,
  agreement_id    bigint references agreement,
  source          text not null default '',
  demo            boolean not null default false,
  revision        integer not null default 1,
  constraint minimum_scope_complete check (
    (scope = 'SITE') = (site_id is not null) and (scope = 'ORGANISATION') = (organisation_id is not null) and (scope = 'TIER') = (tier is not null)),
  constraint minimum_target_above_floor check (target is null or target >= floor),
  constraint minimum_unique unique nulls not distinct (kind, scope, site_id, organisation_id, tier, item_id, from_date)
);
create index minimum_item on minimum (item_id);

create table minimum_breach (
  id            bigint generated always as identity primary key,
  minimum_id    bigint not null references minimum,
  floor         quantity not null,
  available     quantity not null,                  -- what was left when the breach opened
  incident_id   bigint,
  document_id   bigint references document,
  reason        text not null,
  person_id     bigint references person,           -- who overrode
  opened_at     timestamptz not null default now(),
  cure_by       date not null,
  closed_at     timestamptz
);
create unique index minimum_breach_open on minimum_breach (minimum_id) where closed_at is null;

-- What an organisation should hold, from hazards and population.
create table quota (
  id              bigint generated always as identity primary key,
  organisation_id bigint not null references organisation,
  item_id         bigint not null references item,
  quantity        quantity not null check (quantity > 0),
  source          text not null default '',
  demo            boolean not null default false,
  unique (organisation_id, item_id)
);

-- A rotation task: get this lot out before it expires; where a minimum would suffer, only after new goods are in.
create table rotation_task (
  id           bigint generated always as identity primary key,
  place_id     bigint not null references place,
  lot_id       bigint not null references lot,
  reserve_id   bigint not null references reserve,
  item_id      bigint not null references item,
  quantity     quantity not null check (quantity > 0),
  rotate_on    date not null,                       -- the day the lot reached its rotation date
  expires_on   date not null,
  replace_first quantity not null check (replace_first >= 0), -- so much must come in before this lot may go out
  minimum_id   bigint references minimum,           -- the floor that asks for it
  state        text not null default 'OPEN' check (state in ('OPEN','DONE','CANCELLED')),
  document_id  bigint references document,          -- the issue that took the lot out
  created_at   timestamptz not null default now(),
  closed_at    timestamptz,
  constraint rotation_task_unique unique (place_id, lot_id, reserve_id)
);
create index rotation_task_open on rotation_task (place_id, expires_on) where state = 'OPEN';

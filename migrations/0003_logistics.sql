-- Logistics: who asked, what was promised, how it travels.

create table scenario (
  code          text primary key,
  name_zh       text not null,
  name_en       text not null,
  duration_days integer not null check (duration_days > 0),
  rationale     text not null default ''
);
-- How large the scenario is on each basis (person, household, responder, site, km, ...).
create table scenario_parameter (
  scenario_code text not null references scenario,
  basis         text not null,
  value         numeric not null check (value >= 0),
  primary key (scenario_code, basis)
);
create table scenario_norm (
  id            bigint generated always as identity primary key,
  scenario_code text not null references scenario,
  item_id       bigint not null references item,
  basis         text not null,
  quantity      numeric not null check (quantity > 0),
  per_day       boolean not null,
  days          integer check (days > 0),
  source        text not null,
  unique (scenario_code, item_id, basis)
);

create table incident (
  id              bigint generated always as identity primary key,
  number          text not null constraint incident_number_unique unique,
  name            text not null,
  scenario_code   text not null references scenario,
  level           text not null check (level in ('I','II','III','IV')),
  town_id         bigint not null references organisation,
  people_affected integer not null check (people_affected > 0),
  cover_days      integer not null check (cover_days between 1 and 60), -- days for which daily norms are sent
  started_at      timestamptz not null,
  relief_due_at   timestamptz not null,             -- ten hours after the start: indicator 8 of the district plan
  drill           boolean not null,
  state           text not null default 'OPEN' check (state in ('OPEN','CLOSED')),
  opened_by       bigint references person,
  closed_at       timestamptz,
  revision        integer not null default 1,
  created_at      timestamptz not null default now()
);
alter table document add constraint document_incident_exists foreign key (incident_id) references incident;
alter table minimum_breach add constraint minimum_breach_incident foreign key (incident_id) references incident;

-- A place of an incident that gets relief, with its relief clock.
create table incident_place (
  incident_id   bigint not null references incident,
  site_id       bigint not null references site,
  people        integer not null check (people >= 0),
  relief_due_at timestamptz not null,
  relieved_at   timestamptz,                        -- the first confirmed delivery stops the clock
  primary key (incident_id, site_id)
);

create table need (
  id           bigint generated always as identity primary key,
  incident_id  bigint not null references incident,
  site_id      bigint not null references site,
  item_id      bigint not null references item,
  quantity     quantity not null check (quantity > 0),
  needed_by    timestamptz not null,
  priority     smallint not null check (priority between 1 and 3),
  origin       text not null check (origin in ('SCENARIO','TYPED')),
  working      text not null default '',            -- how the figure came about: 1 200 persons x 6 x 1 day
  withdrawn_at timestamptz,
  created_by   bigint references person,
  created_at   timestamptz not null default now(),
  revision     integer not null default 1
);
create index need_incident on need (incident_id, site_id);
create unique index need_once on need (incident_id, site_id, item_id) where withdrawn_at is null;

create table allocation (
  id          bigint generated always as identity primary key,
  number      text not null constraint allocation_number_unique unique,
  incident_id bigint not null references incident,
  state       text not null check (state in ('PROPOSED','APPROVED','CANCELLED')),
  proposed_by bigint references person,
  approved_by bigint references person,
  approved_at timestamptz,
  override_reason text not null default '',
  created_at  timestamptz not null default now(),
  revision    integer not null default 1
);
create index allocation_incident on allocation (incident_id);
create table allocation_line (
  id             bigint generated always as identity primary key,
  allocation_id  bigint not null references allocation,
  need_id        bigint not null references need,
  item_id        bigint not null references item,
  from_site_id   bigint not null references site,
  to_site_id     bigint not null references site,
  lot_id         bigint not null references lot,
  reserve_id     bigint not null references reserve,
  quantity       quantity not null check (quantity >= 0),             -- 0: struck out by the dispatcher
  proposed       quantity not null check (proposed >= 0),             -- what the system proposed; 0: added by hand
  distance_m     integer not null default 0,
  reason         text not null,                     -- code of the rule that chose it
  reason_facts   jsonb not null default '{}',
  reservation_id bigint references reservation,
  constraint allocation_line_once unique (allocation_id, need_id, from_site_id, lot_id, reserve_id)
);
-- What could not be met, and why.
create table allocation_shortfall (
  id            bigint generated always as identity primary key,
  allocation_id bigint not null references allocation,
  need_id       bigint not null references need,
  quantity      quantity not null check (quantity > 0),
  reason        text not null,
  reason_facts  jsonb not null default '{}',
  unique (allocation_id, need_id)
);

create table vehicle_type (
  code          text primary key,
  name_zh       text not null,
  name_en       text not null,
  profile       text not null check (profile in ('VAN','LORRY','HEAVY_LORRY')),
  capacity_kg   numeric(10,1) not null check (capacity_kg > 0),
  capacity_m3   numeric(10,2) not null check (capacity_m3 > 0),
  cold_chain    boolean not null default false,
  hazard_classes text[] not null default '{}',
  fixed_cost    numeric(10,2) not null default 0,
  cost_per_km   numeric(10,2) not null default 0,
  cost_per_hour numeric(10,2) not null default 0
);
create table vehicle (
  id           bigint generated always as identity primary key,
  plate        text not null constraint vehicle_plate_unique unique,
  carrier_id   bigint not null references organisation,
  type_code    text not null references vehicle_type,
  home_site_id bigint not null references site,
  driver_name  text not null default '',
  driver_phone text not null default '',
  in_service   boolean not null default true,
  demo         boolean not null default false,
  revision     integer not null default 1
);
create index vehicle_carrier on vehicle (carrier_id);

create table trip (
  id            bigint generated always as identity primary key,
  number        text not null constraint trip_number_unique unique,
  incident_id   bigint not null references incident,
  allocation_id bigint not null references allocation,
  vehicle_id    bigint not null references vehicle,
  state         text not null check (state in ('PLANNED','DISPATCHED','ARRIVED','CANCELLED')), -- ARRIVED: all its waybills are signed
  depart_at     timestamptz not null,
  return_at     timestamptz not null,
  distance_m    integer not null,
  load_kg       numeric(12,3) not null,
  load_m3       numeric(12,6) not null,
  estimated     boolean not null,                   -- times from the straight-line estimate, not from roads
  dispatched_at timestamptz,
  dispatched_by bigint references person,
  created_at    timestamptz not null default now(),
  revision      integer not null default 1
);
create index trip_incident on trip (incident_id);
-- A vehicle drives one trip at a time.
create unique index trip_vehicle_busy on trip (vehicle_id) where state in ('PLANNED','DISPATCHED');

create table trip_stop (
  id        bigint generated always as identity primary key,
  trip_id   bigint not null references trip,
  seq       integer not null,
  site_id   bigint not null references site,
  arrive_at timestamptz not null,
  depart_at timestamptz not null,
  leg_m     integer not null default 0,             -- metres driven from the stop before
  due_at    timestamptz,                            -- the mark to be met here, where goods are delivered
  unique (trip_id, seq)
);
create table trip_load (
  id               bigint generated always as identity primary key,
  trip_id          bigint not null references trip,
  allocation_line_id bigint not null references allocation_line,
  quantity         quantity not null check (quantity > 0),
  pickup_stop_id   bigint not null references trip_stop,
  delivery_stop_id bigint not null references trip_stop,
  unique (trip_id, allocation_line_id, pickup_stop_id, delivery_stop_id)
);
create index trip_load_line on trip_load (allocation_line_id);
-- What no vehicle could take, with the constraint that kept it out.
create table plan_unserved (
  id                 bigint generated always as identity primary key,
  allocation_id      bigint not null references allocation,
  allocation_line_id bigint not null references allocation_line,
  quantity           quantity not null check (quantity > 0),
  reason             text not null,
  created_at         timestamptz not null default now()
);

-- A waybill goes with the goods of one trip for one destination: what the driver carries and the receiver signs.
create table waybill (
  id          bigint generated always as identity primary key,
  number      text not null constraint waybill_number_unique unique,
  trip_id     bigint not null references trip,
  to_site_id  bigint not null references site,
  state       text not null check (state in ('IN_TRANSIT','SIGNED')),
  issued_at   timestamptz not null default now(),
  signed_at   timestamptz,
  signed_by   bigint references person,
  signed_name text not null default '',
  late        boolean,                              -- set when signed: after the mark of its place
  note        text not null default '',
  revision    integer not null default 1,
  unique (trip_id, to_site_id)
);
create index waybill_site on waybill (to_site_id, id desc);
create table waybill_line (
  id                 bigint generated always as identity primary key,
  waybill_id         bigint not null references waybill,
  line_no            integer not null,
  allocation_line_id bigint not null references allocation_line,
  from_site_id       bigint not null references site,
  item_id            bigint not null references item,
  lot_id             bigint not null references lot,
  reserve_id         bigint not null references reserve,
  sent               quantity not null check (sent > 0),
  received           quantity check (received >= 0),
  short              quantity check (short >= 0),
  damaged            quantity check (damaged >= 0),
  reason             text not null default '' check (reason in ('','SHORT_LOADED','LOST_ON_WAY','DAMAGED','WET','WRONG_GOODS','OTHER')),
  note               text not null default '',
  dispatch_document_id bigint references document,  -- null in a drill
  delivery_document_id bigint references document,
  unique (waybill_id, line_no),
  constraint waybill_line_adds_up check (received is null or received + short + damaged = sent),
  constraint waybill_line_difference_has_reason check (received is null or received = sent or reason <> '')
);

-- Bins, room and compatibility; packs; serial goods with their inspections; kits.

-- A bin is a place within a site. Goods may lie at the site without a bin; levels stay per site and item, on the site's own place.
alter table place drop constraint place_site_id_key, drop constraint place_check, drop constraint place_kind_check, drop column physical;
alter table place add constraint place_kind_check check (kind in ('SITE','BIN','IN_TRANSIT','SUPPLIER','DONOR','PRODUCER','OWNER','CONSUMED','SCRAPPED','LOST','DIFFERENCE','REGRADED','KIT')),
  add constraint place_site_complete check ((kind in ('SITE','BIN')) = (site_id is not null)),
  add constraint place_with_site unique (id, site_id),
  add column physical boolean generated always as (kind in ('SITE','BIN','IN_TRANSIT')) stored;
create unique index place_of_site on place (site_id) where kind = 'SITE';
create index place_site on place (site_id) where site_id is not null;
insert into place (kind) values ('KIT'); -- contents go here when a kit is assembled, and the kit comes from here

create table bin (
  place_id          bigint primary key,
  site_id           bigint not null references site,
  code              text not null constraint bin_code_form check (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' and length(code) <= 24),
  zone              text not null default '',        -- bins of one zone share its air, as far as hazards go; empty: a zone of none
  storage_condition text check (storage_condition in ('ambient','dry','cool','refrigerated','hazmat')), -- null: that of the site
  capacity_m3       numeric(12,3) constraint bin_capacity_m3_positive check (capacity_m3 > 0), -- null: not measured
  capacity_kg       numeric(12,3) constraint bin_capacity_kg_positive check (capacity_kg > 0),
  pick_order        integer not null,                -- the way that a picker walks
  closed_at         timestamptz,                     -- nothing is put away there any more
  demo              boolean not null default false,
  revision          integer not null default 1,
  constraint bin_code_unique unique (site_id, code),
  constraint bin_within_site foreign key (place_id, site_id) references place (id, site_id)
);
create index bin_pick on bin (site_id, pick_order, place_id);

-- One hold of goods may be spread over bins: the first reservation stands for all of it, the others are parts of it.
alter table reservation add column part_of bigint references reservation;
drop index reservation_purpose;
create unique index reservation_purpose on reservation (purpose, purpose_id) where state = 'LIVE' and part_of is null;
create index reservation_part on reservation (part_of) where part_of is not null;

-- From what share of a site's volume, or of a bin's, a put-away warns.
insert into setting (name, value) values ('storage_warning_percent', '90') on conflict do nothing;

-- Which classes of dangerous goods lie apart: BIN, not in one bin; ZONE, not in one zone either. Class 2.2 and 9 go with most.
create table hazard_segregation (
  class_a text not null,
  class_b text not null,
  apart   text not null check (apart in ('BIN','ZONE')),
  source  text not null,
  primary key (class_a, class_b),
  constraint hazard_segregation_in_order check (class_a < class_b)
);
insert into hazard_segregation (class_a, class_b, apart, source)
select a, b, apart, '[knowledge, unverified] after the segregation table of the IMDG Code (7.2.4): ' || case apart when 'ZONE' then 'separated from' else 'away from' end ||
  '; dedicated stores by the regulation on hazardous chemicals, arts 23-24 (facts 1.6)'
from (values
  ('2.1','3','ZONE'), ('2.1','4.1','BIN'), ('2.1','4.2','ZONE'), ('2.1','4.3','BIN'), ('2.1','5.1','ZONE'), ('2.1','5.2','ZONE'), ('2.1','8','BIN'),
  ('2.2','3','BIN'), ('2.2','4.2','BIN'), ('2.2','5.2','BIN'),
  ('2.3','3','ZONE'), ('2.3','4.2','ZONE'), ('2.3','5.2','ZONE'),
  ('3','4.2','ZONE'), ('3','4.3','ZONE'), ('3','5.1','ZONE'), ('3','5.2','ZONE'),
  ('4.1','4.2','BIN'), ('4.1','5.1','BIN'), ('4.1','5.2','ZONE'), ('4.1','8','BIN'),
  ('4.2','4.3','BIN'), ('4.2','5.1','ZONE'), ('4.2','5.2','ZONE'), ('4.2','6.1','BIN'), ('4.2','8','BIN'),
  ('4.3','5.1','ZONE'), ('4.3','5.2','ZONE'), ('4.3','8','BIN'),
  ('5.1','5.2','ZONE'), ('5.1','6.1','BIN'), ('5.1','8','ZONE'), ('5.2','6.1','BIN'), ('5.2','8','ZONE')) as t(a, b, apart);

-- The packs that an item comes in, beside the one of item.pack_size. GTINs of packs are kept with the scanning of codes.
create table item_pack (
  id       bigint generated always as identity primary key,
  item_id  bigint not null references item,
  name_zh  text not null,
  name_en  text not null,
  factor   quantity not null constraint item_pack_factor_positive check (factor > 0), -- base units in one such pack
  revision integer not null default 1,
  constraint item_pack_name_unique unique (item_id, name_zh)
);
-- A factor finer than the unit's scale would leave dust that nobody can issue.
create function item_pack_check() returns trigger language plpgsql as $$
begin
  if new.factor <> round(new.factor, (select scale from item where id = new.item_id)) then
    raise exception 'the factor % is finer than the unit of its item', new.factor using errcode = '23514', constraint = 'item_pack_keeps_scale';
  end if;
  return new;
end $$;
create trigger item_pack_checked before insert or update on item_pack for each row execute function item_pack_check();

-- Serial goods: one unit is one lot, wherever it goes.
create unique index lot_serial_unique on lot (item_id, serial_no) where serial_no <> '';
alter table lot
  add column certificate_due_on date,               -- the first day that a certificate of it runs out; kept from the table below; null: none
  add column run_hours numeric(10,1) constraint lot_run_hours_not_negative check (run_hours >= 0);
alter table lot drop constraint lot_origin_check;
alter table lot add constraint lot_origin_check check (origin in ('PURCHASE','DONATION','PRODUCTION','REQUISITION','RETURN','FOUND','ASSEMBLY'));

-- An inspection or test of a unit. Evidence.
create table inspection (
  id              bigint generated always as identity primary key,
  lot_id          bigint not null references lot,
  kind            text not null check (kind in ('VISUAL','FUNCTION','LOAD','PRESSURE','CALIBRATION','ELECTRODES_AND_BATTERY')),
  result          text not null check (result in ('PASSED','FAILED')),
  done_on         date not null,
  next_due_on     date,
  done_by         text not null constraint inspection_has_inspector check (done_by <> ''),
  certificate_no  text not null default '',
  note            text not null default '',
  condition_grade text check (condition_grade in ('A','B','C')),
  run_hours       numeric(10,1) check (run_hours >= 0),
  place_id        bigint not null references place, -- where the unit lay
  person_id       bigint references person,
  recorded_at     timestamptz not null default now(),
  constraint inspection_next_due_later check (next_due_on is null or next_due_on > done_on),
  constraint inspection_failed_has_note check (result = 'PASSED' or note <> '')
);
create index inspection_lot on inspection (lot_id, id desc);
create trigger inspection_evidence before update or delete on inspection for each row execute function refuse_change();
create trigger inspection_evidence_all before truncate on inspection for each statement execute function refuse_change();

-- The last inspection of each kind of a unit: what its certificates say now.
create table certificate (
  lot_id        bigint not null references lot,
  kind          text not null,
  inspection_id bigint not null references inspection,
  result        text not null,
  done_on       date not null,
  next_due_on   date,
  primary key (lot_id, kind)
);
create index certificate_due on certificate (next_due_on, lot_id) where next_due_on is not null;

-- What one kit holds.
create table kit_content (
  kit_item_id bigint not null references item,
  item_id     bigint not null references item,
  quantity    quantity not null constraint kit_content_quantity_positive check (quantity > 0), -- base units in one kit
  primary key (kit_item_id, item_id)
);
create index kit_content_item on kit_content (item_id);
create function kit_content_check() returns trigger language plpgsql as $$
begin
  if exists (with recursive within as (
      select new.item_id as item_id union select c.item_id from within w join kit_content c on c.kit_item_id = w.item_id)
      select 1 from within where item_id = new.kit_item_id) then
    raise exception 'a kit would hold itself' using errcode = '23514', constraint = 'kit_not_recursive';
  end if;
  return new;
end $$;
create trigger kit_content_checked after insert or update on kit_content for each row execute function kit_content_check();

-- A lot of kits, as it was assembled, and the lots that went into it. What is unpacked has come out again.
create table kit_lot (
  lot_id      bigint primary key references lot,
  document_id bigint not null unique references document,
  kits        quantity not null constraint kit_lot_kits_positive check (kits > 0 and kits = trunc(kits))
);
create table kit_part (
  kit_lot_id bigint not null references kit_lot,
  item_id    bigint not null references item,
  lot_id     bigint not null references lot,
  reserve_id bigint not null references reserve,
  quantity   quantity not null check (quantity > 0),
  unpacked   quantity not null default 0,
  primary key (kit_lot_id, lot_id, reserve_id),
  constraint kit_part_unpacked_within check (unpacked >= 0 and unpacked <= quantity)
);
create index kit_part_lot on kit_part (lot_id);

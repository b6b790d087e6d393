-- What is kept for reading, so that no list grows with history or with the number of lots, and postings move less.

-- What decides whether goods may be used, and until when. A balance repeats it, and the key below keeps the two the same: a lot that
-- changes carries its balances along, and goods that arrive meanwhile wait for it.
alter table lot
  add column keeps_until date generated always as (coalesce(expires_on, date '9999-12-31')) stored,
  add column good boolean generated always as (quality = 'GOOD') stored;
alter table lot alter column keeps_until set not null, alter column good set not null,
  add constraint lot_condition_unique unique (id, keeps_until, good);

alter table balance
  add column site_id     bigint,                     -- of the place; null: in transit
  add column keeps_until date,
  add column good        boolean,
  add column in_stock    boolean generated always as (on_hand > 0) stored;
update balance b set site_id = p.site_id, keeps_until = l.keeps_until, good = l.good from place p, lot l where p.id = b.place_id and l.id = b.lot_id;
alter table balance
  alter column keeps_until set not null,
  alter column good set not null,
  drop constraint balance_lot_id_fkey,
  add constraint balance_lot foreign key (lot_id, keeps_until, good) references lot (id, keeps_until, good) on update cascade,
  add constraint balance_site foreign key (place_id, site_id) references place (id, site_id);
-- Indexes of what is there go by in_stock, which a posting seldom changes, and not by on_hand, which it always does: an indexed column
-- that changes costs an entry in every index of the row. Where there is room on its page a changed row then costs none.
alter table balance set (fillfactor = 85);
alter table stock_level set (fillfactor = 85);
drop index balance_item, balance_lot;
create index balance_item on balance (item_id, place_id) where in_stock;
create index balance_lot on balance (lot_id) where in_stock;
create index balance_site on balance (site_id, item_id, keeps_until) where in_stock and site_id is not null;
create index balance_expiry on balance (keeps_until, lot_id, site_id, reserve_id) where in_stock and site_id is not null;
create index balance_unfit on balance (site_id, item_id) where in_stock and site_id is not null and not good;

-- A level says how much of it is spoken for, and the highest floor that a site's own minimums set for it.
alter table minimum add column on_level boolean not null default false; -- its floor is the one on its level
create index minimum_site on minimum (site_id, item_id) where scope = 'SITE' and item_id is not null;
create index minimum_apart on minimum (id) where not on_level;
create index minimum_item_wide on minimum (item_id) where scope <> 'SITE' and item_id is not null;
create index minimum_margin on minimum (warning_margin) where on_level;
alter table stock_level
  add column spoken_for quantity not null default 0 constraint stock_level_spoken_for_not_negative check (spoken_for >= 0), -- reserved or on hold: kept by the triggers of those
  add column minimum_id bigint references minimum,
  add column floor      quantity,
  add column headroom   numeric generated always as (on_hand - spoken_for - floor) stored, -- null where there is no floor
  add column in_stock   boolean generated always as (on_hand > 0) stored,
  add constraint stock_level_floor_of_minimum check ((minimum_id is null) = (floor is null));
drop index stock_level_item;
create index stock_level_item on stock_level (item_id, place_id) where in_stock;
create index stock_level_headroom on stock_level (headroom, minimum_id) where minimum_id is not null;

create function level_speak_for(of_place bigint, of_lot bigint, so_much quantity) returns void language plpgsql as $$
begin
  update stock_level l set spoken_for = l.spoken_for + so_much from place p join place s on s.kind = 'SITE' and s.site_id = p.site_id, lot t
  where p.id = of_place and t.id = of_lot and l.place_id = s.id and l.item_id = t.item_id;
end $$;
create or replace function reservation_count() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.state = 'LIVE' then
    update balance set reserved = reserved - old.quantity
     where place_id = old.place_id and lot_id = old.lot_id and reserve_id = old.reserve_id;
    perform level_speak_for(old.place_id, old.lot_id, -old.quantity);
  end if;
  if tg_op <> 'DELETE' and new.state = 'LIVE' then
    update balance set reserved = reserved + new.quantity
     where place_id = new.place_id and lot_id = new.lot_id and reserve_id = new.reserve_id;
    perform level_speak_for(new.place_id, new.lot_id, new.quantity);
  end if;
  return null;
end $$;
create or replace function quality_hold_count() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.state = 'LIVE' then
    update balance set on_hold = on_hold - old.quantity
     where place_id = old.place_id and lot_id = old.lot_id and reserve_id = old.reserve_id;
    perform level_speak_for(old.place_id, old.lot_id, -old.quantity);
  end if;
  if tg_op <> 'DELETE' and new.state = 'LIVE' then
    update balance set on_hold = on_hold + new.quantity
     where place_id = new.place_id and lot_id = new.lot_id and reserve_id = new.reserve_id;
    perform level_speak_for(new.place_id, new.lot_id, new.quantity);
  end if;
  return null;
end $$;
update stock_level l set spoken_for = x.q
from (select s.id as place_id, b.item_id, sum(b.reserved + b.on_hold) as q from balance b join place s on s.kind = 'SITE' and s.site_id = b.site_id group by 1, 2) x
where x.place_id = l.place_id and x.item_id = l.item_id and x.q > 0;

-- Of the minimums of one site over one item, the one with the highest floor that is not over stands on the level; the others, like all
-- wider ones, are summed apart. One that begins later may stand there: who reads asks what is in force.
update minimum m set on_level = true from (select distinct on (site_id, item_id) id from minimum
  where scope = 'SITE' and item_id is not null and (to_date is null or to_date >= business_date()) order by site_id, item_id, floor desc, id) x where x.id = m.id;
insert into stock_level (place_id, item_id, minimum_id, floor) select p.id, m.item_id, m.id, m.floor from minimum m join place p on p.kind = 'SITE' and p.site_id = m.site_id where m.on_level
  on conflict (place_id, item_id) do update set minimum_id = excluded.minimum_id, floor = excluded.floor;
create function level_take_floor(of_site bigint, of_item bigint) returns void language plpgsql as $$
declare level bigint;
begin
  if of_site is null or of_item is null then
    return;
  end if;
  perform 1 from minimum m where m.scope = 'SITE' and m.site_id = of_site and m.item_id = of_item order by m.id for no key update; -- before the level, as postings do
  select p.id into level from place p where p.kind = 'SITE' and p.site_id = of_site;
  insert into stock_level (place_id, item_id) values (level, of_item) on conflict do nothing;
  perform 1 from stock_level l where l.place_id = level and l.item_id = of_item for no key update;
  update stock_level l set minimum_id = x.id, floor = x.floor
  from (select 1) one left join (select m.id, m.floor from minimum m where m.scope = 'SITE' and m.site_id = of_site and m.item_id = of_item
      and (m.to_date is null or m.to_date >= business_date()) order by m.floor desc, m.id limit 1) x on true
  where l.place_id = level and l.item_id = of_item and (l.minimum_id, l.floor) is distinct from (x.id, x.floor);
  update minimum m set on_level = not m.on_level from stock_level l
  where m.scope = 'SITE' and m.site_id = of_site and m.item_id = of_item and l.place_id = level and l.item_id = of_item and m.on_level <> (m.id is not distinct from l.minimum_id);
end $$;
create function minimum_on_level() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and (old.site_id, old.item_id) is distinct from (new.site_id, new.item_id) then
    perform level_take_floor(old.site_id, old.item_id);
  end if;
  perform level_take_floor(new.site_id, new.item_id);
  return null;
end $$;
create trigger minimum_on_level after insert or update of scope, site_id, item_id, floor, from_date, to_date on minimum for each row execute function minimum_on_level();

-- Most documents have none of these: they need no entry in their indexes.
drop index document_counter_site;
create index document_counter_site on document (counter_site_id, id desc) where counter_site_id is not null;
alter table document drop constraint document_reversed_once, drop constraint document_completed_once;
create unique index document_reversed_once on document (reverses_id) where reverses_id is not null;
create unique index document_completed_once on document (completes_id) where completes_id is not null;

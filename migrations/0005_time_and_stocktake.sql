-- Time, and the stocktake: paper entered later, stock as of any moment, and counting.

-- What may be set. Late paper: for how many days back, and for how many days after a stocktake was closed it may still go before
-- it. Undo: for how many minutes an author may take back what was just posted. Count differences above either limit are
-- approved by somebody else than the counters. A transfer is expected within so many days of being sent.
insert into setting (name, value) values ('late_entry_days', '30'), ('late_after_count_days', '2'), ('undo_minutes', '10'),
  ('count_approval_yuan', '1000'), ('count_approval_percent', '5'), ('transfer_days', '2') on conflict do nothing;

-- Stock cards and stock as of a moment are read in the order in which things happened, late paper in its place.
drop index movement_from, movement_to;
create index movement_from on movement (from_place_id, item_id, occurred_at desc, id desc) include (lot_id, reserve_id, quantity);
create index movement_to on movement (to_place_id, item_id, occurred_at desc, id desc) include (lot_id, reserve_id, quantity);
create index movement_occurred on movement (occurred_at);

-- Closing rows: what an item at a site came to at the end of each day on which it moved, for days up to the level's closed_until.
-- A nightly job makes them; a late entry for a day that is closed corrects them in its own transaction, under the level's lock.
alter table stock_level add column closed_until date;
create table level_day (
  place_id bigint not null,                          -- the site's own place, as in stock_level
  item_id  bigint not null,
  day      date not null,                            -- in Asia/Shanghai
  came     quantity not null constraint level_day_came_not_negative check (came >= 0),
  went     quantity not null constraint level_day_went_not_negative check (went >= 0),
  closing  quantity not null constraint level_day_closing_not_negative check (closing >= 0),
  primary key (place_id, item_id, day),
  foreign key (place_id, item_id) references stock_level
);
-- The same over all sites of the district, for days up to the item's closed_until.
create table district_level (
  item_id      bigint primary key references item,
  closed_until date not null
);
create table district_day (
  item_id bigint not null references district_level,
  day     date not null,
  closing quantity not null constraint district_day_closing_not_negative check (closing >= 0),
  primary key (item_id, day)
);

-- A lot that turned up in a count came from nobody knows where.
alter table lot drop constraint lot_origin_check;
alter table lot add constraint lot_origin_check check (origin in ('PURCHASE','DONATION','PRODUCTION','REQUISITION','RETURN','FOUND'));

-- A stocktake 盘点. It freezes nothing: each entry is compared with the balance at its own moment.
create table stock_count (
  id        bigint generated always as identity primary key,
  number    text not null,
  site_id   bigint not null references site,
  plan      text not null check (plan in ('FULL','ZONE','CATEGORY','ABC','RANDOM','RANDOM_BINS','ITEMS')),
  detail    jsonb not null default '{}',             -- what the plan was asked for: category, class, number of items or bins and seed
  blind     boolean not null,                        -- counters do not see the expected figures
  counters  smallint not null constraint stock_count_counters check (counters in (1, 2)),
  state     text not null default 'OPEN' check (state in ('OPEN','CLOSED')),
  note      text not null default '',
  opened_by bigint references person,
  opened_at timestamptz not null default now(),
  closed_by bigint references person,
  closed_at timestamptz,
  reason    text not null default '',                -- why lines were left uncounted or unposted
  constraint stock_count_number_unique unique (site_id, number),
  constraint stock_count_closed_complete check ((state = 'CLOSED') = (closed_at is not null))
);
create index stock_count_site on stock_count (site_id, id desc);

-- What is to be counted: a lot of a reserve at a place. Its outcome is set when the count is closed; until then it follows from
-- the entries.
create table count_line (
  id         bigint generated always as identity primary key,
  count_id   bigint not null references stock_count,
  line_no    integer not null,
  place_id   bigint not null references place,
  item_id    bigint not null references item,
  lot_id     bigint not null references lot,
  reserve_id bigint not null references reserve,
  listed     boolean not null,                       -- false: not on the list, found by a counter
  round      integer not null default 1,             -- a recount begins a new round; only its entries count
  round_began timestamptz not null default now(),    -- what was counted before that is of the round before
  approved_by         bigint references person,
  approved_difference quantity,                      -- an approval is of this difference, and of no other
  outcome    text check (outcome in ('CONFIRMED','ADJUSTED','UNCOUNTED','UNAPPROVED','BLOCKED')),
  counted    quantity,
  counted_at timestamptz,
  expected   quantity,
  difference quantity,
  document_id bigint references document,
  constraint count_line_once unique (count_id, place_id, lot_id, reserve_id),
  constraint count_line_number_unique unique (count_id, line_no),
  constraint count_line_approved_complete check ((approved_by is null) = (approved_difference is null)),
  constraint count_line_difference_adds_up check (difference = counted - expected),
  constraint count_line_blank_is_not_zero check ((counted is null) = (counted_at is null)
    and (coalesce(outcome, 'UNCOUNTED') = 'UNCOUNTED') = (counted is null)),
  constraint count_line_confirmed_agrees check (outcome <> 'CONFIRMED' or difference = 0),
  constraint count_line_adjusted_by_document check ((outcome is not distinct from 'ADJUSTED') = (document_id is not null))
);
-- Goods are in one open stocktake at a time: two would each find the same difference and post it twice.
create unique index count_line_open_once on count_line (place_id, lot_id, reserve_id) where outcome is null;
-- When goods were last counted follows from the lines: nothing else can set it.
create index count_line_goods on count_line (lot_id, place_id, reserve_id, counted_at desc);
create index count_line_document on count_line (document_id) where document_id is not null;

-- What a person counted, and when. A correction is a further entry.
create table count_entry (
  id          bigint generated always as identity primary key,
  line_id     bigint not null references count_line,
  round       integer not null,
  person_id   bigint not null references person,
  quantity    quantity not null constraint count_entry_not_negative check (quantity >= 0),
  counted_at  timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index count_entry_line on count_entry (line_id, id);
create trigger count_entry_evidence before update or delete on count_entry for each row execute function refuse_change();
create trigger count_entry_evidence_all before truncate on count_entry for each statement execute function refuse_change();

-- What lies at all sites together, by item: read at once, however many sites there are and however busy the day is. A row that each
-- posting of an item changed would make all sites wait for one another; so a job of every minute brings the sums up to the movement
-- that the mark names, and a reader adds the few since.

create table district_stock (
  item_id bigint primary key references item,
  on_hand quantity not null constraint district_stock_not_negative check (on_hand >= 0)
);
create table district_stock_mark (
  up_to  bigint not null,                            -- movements with an id up to here are in the sums
  single boolean primary key default true constraint district_stock_mark_single check (single)
);
insert into district_stock_mark (up_to) values (0);

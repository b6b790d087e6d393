-- Where the vehicle of a trip under way was said to be, by whom and when: by its carrier, or by a dispatcher whom the driver told.

create table trip_position (
  id        bigint generated always as identity primary key,
  trip_id   bigint not null references trip,
  latitude  numeric(9,6) not null,
  longitude numeric(9,6) not null,
  at_stop   integer,                                    -- the number of the stop that it was said to be at; null: between stops
  next_stop integer not null,                           -- the number of the stop that it goes to next
  told_at   timestamptz not null default now(),
  told_by   bigint references person,                   -- null: the system
  constraint trip_position_on_earth check (latitude between -90 and 90 and longitude between -180 and 180),
  constraint trip_position_stops    check (next_stop >= 1 and (at_stop is null or at_stop = next_stop - 1))
);
create index trip_position_newest on trip_position (trip_id, id desc);

-- A road may be closed by its name: all of it, or its part between two roads that meet it, or within a box.
alter table road_closure
  add column road jsonb,                                -- {"Name", "From", "To", "Within"}; null: not by its name
  drop constraint road_closure_shape_check,
  add constraint road_closure_shape check (shape in ('AREA','ALONG','ROAD')),
  add constraint road_closure_named check ((shape = 'ROAD') = (road is not null and coalesce(road->>'Name', '') <> ''));

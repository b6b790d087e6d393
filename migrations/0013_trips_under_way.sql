-- Trips that are given another way while they drive, what roads they may take, and the vehicles that travel on a green-lane pass.

alter table trip
  add column hazardous   boolean not null default false, -- planned on roads that dangerous goods may take
  add column rerouted_at timestamptz;                    -- given another way under way, last

-- Where a vehicle was given another way while it drove to the stop: when, and how much of the leg lay behind it. arrive_at is reckoned from there.
alter table trip_stop
  add column turned_at timestamptz,
  add column turned_m  integer,
  add constraint trip_stop_turned check ((turned_at is null) = (turned_m is null) and turned_m between 0 and leg_m);

-- The vehicles of an incident that travel on a green-lane pass: through what is closed to the public.
create table green_lane_pass (
  incident_id bigint not null references incident,
  vehicle_id  bigint not null references vehicle,
  given_at    timestamptz not null default now(),
  given_by    bigint references person,
  primary key (incident_id, vehicle_id)
);

-- What is closed on the roads, and the way of every leg.

create table road_closure (
  id           bigint generated always as identity primary key,
  incident_id  bigint references incident,
  reason       text not null check (reason in ('FLOODED','COLLAPSED','OBSTRUCTED','TRAFFIC_CONTROL','WORKS','OTHER')),
  note         text not null default '',
  shape        text not null check (shape in ('AREA','ALONG')),
  points       jsonb not null,                      -- [[latitude, longitude], ...]
  passes_go    boolean not null default false,      -- trips on a green-lane pass may go through
  from_at      timestamptz not null,
  until_at     timestamptz,                         -- null: until it is opened
  closed_by    bigint references person,
  created_at   timestamptz not null default now(),
  opened_at    timestamptz,
  opened_by    bigint references person,
  constraint road_closure_in_order check (until_at > from_at),
  constraint road_closure_points check (jsonb_array_length(points) between case shape when 'AREA' then 3 else 1 end and 200)
);
create index road_closure_standing on road_closure (id) where opened_at is null;

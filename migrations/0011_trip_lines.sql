-- The driven line of every leg, to be drawn.

alter table trip_stop add column leg_line text -- the way from the stop before, from the vehicle's home to the first: an encoded polyline, 1e-5 degrees; null: not known by roads
  constraint trip_stop_leg_line check (leg_line ~ '^[?-~]+$' collate "C" and length(leg_line) between 4 and 400000);

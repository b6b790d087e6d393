package logistics

import (
	"context"
	"fmt"
	"slices"

	"changping/access"
	"changping/internal/fault"
	"changping/inventory"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// LoadedLine is what was really loaded of one allocation line of a trip.
type LoadedLine struct {
	LineID  int64
	Loaded  decimal.Decimal
	Reason  string // asked for where less was loaded than planned
	Note    string
	Release bool // let the rest go; false: it stays reserved for another trip
}

// ShortLoad is what a trip was planned to carry and did not load.
type ShortLoad struct {
	TripID, AllocationLineID, ItemID, LotID, FromSiteID, ToSiteID int64
	Planned, Loaded                                               decimal.Decimal
	Reason, Note                                                  string
	Released                                                      bool
}

// tripLine is an allocation line with what of it rides on a trip.
type tripLine struct {
	Line
	scale      int
	unitKg     decimal.Decimal
	unitM3     decimal.Decimal
	reservedBy int64 // 0: nothing is reserved, as in a drill
}

// shortLine is a line that was loaded short. Quantity: what was loaded.
type shortLine struct {
	tripLine
	planned decimal.Decimal
	told    LoadedLine
}

func (s shortLine) rest() decimal.Decimal { return s.planned.Sub(s.Quantity) }

// decideLoading gives the lines with what was really loaded of each, without those of which nothing was, and those that are short. Pure.
func decideLoading(planned []tripLine, told []LoadedLine) (loaded []tripLine, short []shortLine, err error) {
	at := map[int64]int{}
	for i, t := range told {
		field := fmt.Sprintf("loaded.%d", i)
		n := slices.IndexFunc(planned, func(x tripLine) bool { return x.ID == t.LineID })
		if n < 0 {
			return nil, nil, fault.Absent("line", fmt.Sprint(t.LineID)).At(field + ".lineId")
		}
		if _, twice := at[t.LineID]; twice {
			return nil, nil, fault.Invalidf(field+".lineId", "LINE_TWICE", "This line is told twice in one request.")
		}
		at[t.LineID] = i
		plan := planned[n].Quantity
		switch {
		case t.Loaded.IsNegative() || t.Loaded.GreaterThan(plan):
			return nil, nil, fault.Invalidf(field+".loaded", "LOADED", "%s was planned for this trip: enter 0 to %s.", plan, plan).With("planned", plan.String())
		case t.Loaded.LessThan(plan) && t.Reason == "":
			return nil, nil, fault.Invalidf(field+".reason", "LOAD_REASON", "Less was loaded than was planned: say why.")
		}
		if err := inventory.CheckScale(t.Loaded, planned[n].scale, field+".loaded"); err != nil {
			return nil, nil, err
		}
	}
	for _, x := range planned {
		i, named := at[x.ID]
		if named && told[i].Loaded.LessThan(x.Quantity) {
			s := shortLine{tripLine: x, planned: x.Quantity, told: told[i]}
			s.Quantity = told[i].Loaded
			short = append(short, s)
			x.Quantity = told[i].Loaded
		}
		if x.Quantity.IsPositive() {
			loaded = append(loaded, x)
		}
	}
	if len(loaded) == 0 {
		return nil, nil, fault.Invalidf("loaded", "NOTHING_LOADED", "Nothing was loaded: cancel the trip instead.")
	}
	return loaded, short, nil
}

// leaveBehind takes what was not loaded off the trip. What stays reserved is open for another trip, since no trip carries it; what is let
// go is taken off the allocation too.
func leaveBehind(ctx context.Context, tx pgx.Tx, trip Trip, loaded []tripLine, short []shortLine) error {
	if len(short) == 0 {
		return nil
	}
	var shortenings []inventory.Shortening
	for _, x := range loaded {
		if x.reservedBy != 0 {
			shortenings = append(shortenings, inventory.Shortening{ReservationID: x.reservedBy})
		}
	}
	batch := &pgx.Batch{}
	kg, m3, released := decimal.Zero, decimal.Zero, false
	for _, s := range short {
		kg, m3 = kg.Add(s.unitKg.Mul(s.rest())), m3.Add(s.unitM3.Mul(s.rest()))
		batch.Queue(`insert into short_load (trip_id, allocation_line_id, planned, loaded, reason, note, released) values ($1, $2, $3, $4, $5, $6, $7)`,
			trip.ID, s.ID, s.planned, s.Quantity, s.told.Reason, s.told.Note, s.told.Release)
		// A line may ride in several parts: what was planned to be picked up last is left behind first.
		batch.Queue(`delete from trip_load where id in (select id from (select id, sum(quantity) over (order by id) - quantity as before from trip_load where trip_id = $1 and allocation_line_id = $2) p where before >= $3)`,
			trip.ID, s.ID, s.Quantity)
		batch.Queue(`update trip_load l set quantity = least(l.quantity, $3 - p.before) from (select id, sum(quantity) over (order by id) - quantity as before from trip_load where trip_id = $1 and allocation_line_id = $2) p
			where p.id = l.id`, trip.ID, s.ID, s.Quantity)
		if s.told.Release {
			released = true
			batch.Queue(`update allocation_line set quantity = quantity - $2 where id = $1`, s.ID, s.rest())
			if s.reservedBy != 0 {
				shortenings = append(shortenings, inventory.Shortening{ReservationID: s.reservedBy, Quantity: s.rest()})
			}
		}
	}
	batch.Queue(`update trip set load_kg = greatest(load_kg - $2, 0), load_m3 = greatest(load_m3 - $3, 0) where id = $1`, trip.ID, kg.Round(3), m3.Round(6))
	if released {
		if err := inventory.ShortenTx(ctx, tx, shortenings); err != nil {
			return err
		}
		batch.Queue(`update allocation set revision = revision + 1 where id = $1`, trip.AllocationID)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil || !released {
		return err
	}
	return recountShortfalls(ctx, tx, trip.AllocationID, LetGo)
}

// ShortLoadsOf gives what trips did not load of what they were planned to carry, whoever asks: used below lists that are already within
// scope.
func (l *Logistics) ShortLoadsOf(ctx context.Context, tripIDs []int64) ([]ShortLoad, error) {
	if _, _, err := access.Require(ctx, "incident.read"); err != nil {
		return nil, err
	}
	rows, err := l.Pool.Query(ctx, `select s.trip_id, s.allocation_line_id, al.item_id, al.lot_id, al.from_site_id, al.to_site_id, s.planned, s.loaded, s.reason, s.note, s.released
		from short_load s join allocation_line al on al.id = s.allocation_line_id where s.trip_id = any($1) order by s.trip_id, s.allocation_line_id`, tripIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[ShortLoad])
}

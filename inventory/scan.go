package inventory

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory/gs1"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// ScanKind is what a code turned out to be.
type ScanKind string

// What a code may be. GTIN: a trade item, alone or with lot, dates and serial number.
const (
	ScanItem     ScanKind = "ITEM"
	ScanDocument ScanKind = "DOCUMENT"
	ScanGTIN     ScanKind = "GTIN"
	ScanSSCC     ScanKind = "SSCC"
	ScanUnknown  ScanKind = "UNKNOWN"
)

// Scan is what a scanned code says, with what is known of it. A scan writes nothing, so that it can erase nothing: what a label does
// not say stays as it is known, and what it says otherwise is told, not taken over.
type Scan struct {
	Kind        ScanKind
	Reading     gs1.Reading // of GTIN and SSCC
	ItemID      int64       // 0: no item is linked to the number
	Factor      *decimal.Decimal
	LevelName   string
	LotID       int64      // the one lot that the code names; 0: it names none, or none is known
	ExpiresOn   *time.Time // of that lot, as it is known; where the lot is new, what the label says
	Lots        []ScanLot  // what of the item and lot lies at the site, first to expire first
	DocumentIDs []int64    // of the number; numbers are counted by site
	Warnings    []Warning
}

// ScanLot is a lot that lies at the site.
type ScanLot struct {
	LotID, ReserveID int64
	Available        decimal.Decimal // neither reserved nor on hold
}

// Scan tells what a code is: an item's code, a document's number, a GS1 code, or nothing known. Where several lots fit, it names
// none: a person chooses. siteID 0: what lies where is not told. Whoever may see stock, of sites in scope.
//
// Warnings: EXPIRY_CONFLICT (the label and what is known of the lot differ), GS1_* (why a code cannot be read), GTIN_UNKNOWN (no item
// is linked), SEVERAL_LOTS. Refuses with: NOT_FOUND (the site), CODE (empty).
func (inv *Inventory) Scan(ctx context.Context, code string, siteID int64) (Scan, error) {
	_, scope, err := access.Require(ctx, "stock.read")
	if err != nil {
		return Scan{}, err
	}
	if siteID != 0 && !scope.CoversSite(siteID) {
		return Scan{}, fault.Absent("site", fmt.Sprint(siteID)).At("siteId")
	}
	plain := strings.TrimSpace(code)
	if plain == "" {
		return Scan{}, fault.Invalidf("code", "CODE", "There is no code.")
	}
	s := Scan{Kind: ScanUnknown}
	var year int
	if err := inv.Pool.QueryRow(ctx, `select coalesce((select id from item where code = $1), 0), extract(year from business_date())::integer`, plain).Scan(&s.ItemID, &year); err != nil {
		return Scan{}, err
	}
	if s.ItemID != 0 {
		s.Kind = ScanItem
		return s, inv.scanLots(ctx, &s, siteID)
	}
	rows, err := inv.Pool.Query(ctx, `select id from document where number = $1 and ($2 or site_id = any($3) or counter_site_id = any($3)) order by id limit 20`, plain, scope.District, scope.SiteIDs)
	if err != nil {
		return Scan{}, err
	}
	if s.DocumentIDs, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err != nil {
		return Scan{}, err
	}
	if len(s.DocumentIDs) > 0 {
		s.Kind = ScanDocument
		return s, nil
	}
	reading, err := gs1.Parse(code, year)
	if err != nil {
		f := fault.As(err)
		if f == nil {
			return Scan{}, err
		}
		s.Warnings = append(s.Warnings, Warning{Code: f.Code, Message: f.Message, Facts: f.Facts})
		return s, nil
	}
	s.Reading = reading
	switch {
	case reading.GTIN != "":
		s.Kind = ScanGTIN
		return s, inv.scanGTIN(ctx, &s, siteID)
	case reading.SSCC != "":
		s.Kind = ScanSSCC
	}
	return s, nil
}

func (inv *Inventory) scanGTIN(ctx context.Context, s *Scan, siteID int64) error {
	var factor decimal.Decimal
	err := inv.Pool.QueryRow(ctx, `select item_id, factor, level_name from item_gtin where gtin = $1`, s.Reading.GTIN).Scan(&s.ItemID, &factor, &s.LevelName)
	if errors.Is(err, pgx.ErrNoRows) {
		s.Warnings = append(s.Warnings, Warning{Code: "GTIN_UNKNOWN", Message: fmt.Sprintf("No item is linked to %s yet.", s.Reading.GTIN), Facts: map[string]string{"gtin": s.Reading.GTIN}})
		return nil
	}
	if err != nil {
		return err
	}
	s.Factor = &factor
	if err := inv.scanLot(ctx, s); err != nil {
		return err
	}
	return inv.scanLots(ctx, s, siteID)
}

// scanLot finds the lot that the code names, and holds what the label says of it against what is known.
func (inv *Inventory) scanLot(ctx context.Context, s *Scan) error {
	label := expiryOf(s.Reading)
	if s.Reading.Lot == "" && s.Reading.Serial == "" {
		s.ExpiresOn = label
		return nil
	}
	// A serial number names one unit, whatever lot it is of; a lot number names the goods without serial numbers.
	rows, err := inv.Pool.Query(ctx, `select id, expires_on from lot where item_id = $1 and serial_no = $2 and ($3 = '' or lot_no = $3) limit 2`, s.ItemID, s.Reading.Serial, s.Reading.Lot)
	if err != nil {
		return err
	}
	type found struct {
		ID        int64
		ExpiresOn *time.Time
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[found])
	if err != nil {
		return err
	}
	if len(all) != 1 {
		s.ExpiresOn = label
		return nil
	}
	s.LotID = all[0].ID
	var conflict bool
	if s.ExpiresOn, conflict = knownExpiry(all[0].ExpiresOn, label); conflict {
		s.Warnings = append(s.Warnings, Warning{Code: "EXPIRY_CONFLICT", Message: fmt.Sprintf("The label says %s, and the lot is known to expire on %s: look at the goods.", label.Format(time.DateOnly), s.ExpiresOn.Format(time.DateOnly)),
			Facts: map[string]string{"label": label.Format(time.DateOnly), "known": s.ExpiresOn.Format(time.DateOnly)}})
	}
	return nil
}

// expiryOf is the day until which a label says that goods are good: (17), else (15).
func expiryOf(r gs1.Reading) *time.Time {
	for _, day := range []string{r.ExpiresOn, r.BestBefore} {
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			return &t
		}
	}
	return nil
}

// knownExpiry keeps what is known of a lot over what a label says or leaves out, and tells where the two differ. Pure.
func knownExpiry(known, label *time.Time) (expiry *time.Time, conflict bool) {
	if known == nil {
		return label, false
	}
	return known, label != nil && !label.Equal(*known)
}

// scanLots tells what of the item, and of the lot that the code names, lies at the site. Several lots are told, and none is picked.
func (inv *Inventory) scanLots(ctx context.Context, s *Scan, siteID int64) error {
	if siteID == 0 || s.Kind == ScanGTIN && s.LotID == 0 && (s.Reading.Lot != "" || s.Reading.Serial != "") {
		return nil // a lot that is named and not known lies nowhere
	}
	rows, err := inv.Pool.Query(ctx, `select b.lot_id, b.reserve_id, sum(b.on_hand - b.reserved - b.on_hold) as available from balance b join place p on p.id = b.place_id join lot l on l.id = b.lot_id
		where p.site_id = $1 and b.item_id = $2 and b.in_stock and ($3 = 0 or b.lot_id = $3) group by b.lot_id, l.expires_on, b.reserve_id order by l.expires_on nulls last, b.lot_id, b.reserve_id limit 100`,
		siteID, s.ItemID, s.LotID)
	if err != nil {
		return err
	}
	if s.Lots, err = pgx.CollectRows(rows, pgx.RowToStructByName[ScanLot]); err != nil {
		return err
	}
	lots := map[int64]bool{}
	for _, l := range s.Lots {
		lots[l.LotID] = true
	}
	if len(lots) > 1 {
		s.Warnings = append(s.Warnings, Warning{Code: "SEVERAL_LOTS", Message: fmt.Sprintf("%d lots fit: choose the one in your hand.", len(lots)), Facts: map[string]string{"lots": fmt.Sprint(len(lots))}})
	}
	return nil
}

// GTINLink links a trade item number to one level of packing of an item.
type GTINLink struct {
	RequestKey string `json:"-"`
	GTIN       string // 8, 12, 13 or 14 digits; kept as 14
	ItemID     int64
	Factor     decimal.Decimal // base units in one such pack
	LevelName  string
}

func init() {
	postgres.RegisterConstraint("item_gtin_check_digit", badGTIN)
	postgres.RegisterConstraint("item_gtin_pkey", func() *fault.Error {
		return fault.New(fault.Conflict, "TAKEN", "This number is linked already.").At("gtin")
	})
	postgres.RegisterConstraint("item_gtin_factor_positive", func() *fault.Error {
		return fault.Invalidf("factor", "QUANTITY", "A pack holds more than nothing.")
	})
}

func badGTIN() *fault.Error {
	return fault.Invalidf("gtin", "GS1_CHECK_DIGIT", "A trade item number has 8, 12, 13 or 14 digits, the last of them its check digit.")
}

// LinkGTIN links a number to an item. A wrong link makes every later scan wrong, so that administrators make it, not whoever scans.
//
// Refuses with: GS1_CHECK_DIGIT, TAKEN, QUANTITY, NOT_FOUND, LEVEL_MISSING, and what a pack's factor is refused with.
func (inv *Inventory) LinkGTIN(ctx context.Context, l GTINLink) (itemID int64, replayed bool, err error) {
	actor, _, err := access.Require(ctx, "settings.write")
	if err != nil {
		return 0, false, err
	}
	switch len(l.GTIN) {
	case 8, 12, 13, 14:
		l.GTIN = strings.Repeat("0", 14-len(l.GTIN)) + l.GTIN
	default:
		return 0, false, badGTIN()
	}
	if l.LevelName == "" {
		return 0, false, fault.Invalidf("levelName", "LEVEL_MISSING", "Say what the pack is, such as a bottle or a box.")
	}
	err = postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error {
		itemID, replayed, err = access.Once(ctx, tx, l.RequestKey, "linkGtin", l, func() (int64, error) {
			items, err := ItemsByIDTx(ctx, tx, []int64{l.ItemID})
			if err != nil {
				return 0, err
			}
			item, known := items[l.ItemID]
			if !known {
				return 0, fault.Absent("item", fmt.Sprint(l.ItemID)).At("itemId")
			}
			if err := CheckScale(l.Factor, item.Scale, "factor"); err != nil {
				return 0, err
			}
			if _, err := tx.Exec(ctx, `insert into item_gtin (gtin, item_id, factor, level_name, person_id) values ($1, $2, $3, $4, nullif($5::bigint, 0))`, l.GTIN, l.ItemID, l.Factor, l.LevelName, actor.PersonID); err != nil {
				return 0, err
			}
			return l.ItemID, access.RecordTx(ctx, tx, access.Entry{Action: "gtin.link", ObjectKind: "item", ObjectID: l.ItemID, Detail: l})
		})
		return err
	})
	return itemID, replayed, err
}

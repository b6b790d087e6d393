package inventory

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"
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
	ScanBin      ScanKind = "BIN"
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
	BinID       int64      // the one bin of that code, at the site or, of no site, at those in scope; what lies there is told by BinContents, which picks no lot of several
	BinIDs      []int64    // all bins of that code, by site: several sites have a shelf A01-1
	Warnings    []Warning
}

// ScanLot is a lot that lies at the site.
type ScanLot struct {
	LotID, ReserveID int64
	Available        decimal.Decimal // good, not past its day, neither reserved nor on hold: what may go to people
}

// mostBinsOfCode is how many bins of one code are told; a district has a site for each.
const mostBinsOfCode = 250

// Scan tells what a code is: an item's code, a document's number, a bin of the site, a GS1 code, or nothing known. Where several lots
// or bins fit, it names none: a person chooses. siteID 0: what lies where is not told, and bins are those of all sites in scope. Whoever
// may see stock, of sites in scope.
//
// Warnings: EXPIRY_CONFLICT (the label and what is known of the lot differ), LOT_EXPIRED, GS1_* (why a code cannot be read),
// GTIN_UNKNOWN (no item is linked), SEVERAL_LOTS, SEVERAL_BINS, CODE_AMBIGUOUS (a bin's code is something else too). Refuses with: NOT_FOUND (the site), CODE (empty).
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
	var today time.Time
	if err := inv.Pool.QueryRow(ctx, `select coalesce((select id from item where code = $1), 0), business_date(),
			array(select place_id from bin where code = upper($1) and case when $2 <> 0 then site_id = $2 else $3 or site_id = any($4) end order by site_id limit $5)`, plain, siteID, scope.District, scope.SiteIDs, mostBinsOfCode).
		Scan(&s.ItemID, &today, &s.BinIDs); err != nil {
		return Scan{}, err
	}
	if len(s.BinIDs) == 1 {
		s.BinID = s.BinIDs[0]
	}
	if s.ItemID != 0 {
		s.Kind = ScanItem
		s.tellBins(plain, "item")
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
		s.tellBins(plain, "document")
		return s, nil
	}
	if len(s.BinIDs) > 0 {
		s.Kind = ScanBin
		return s, inv.scanBins(ctx, &s, plain, siteID, scope)
	}
	reading, err := gs1.Parse(code, today.Year())
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
		if err := inv.scanGTIN(ctx, &s, siteID); err != nil {
			return Scan{}, err
		}
		if s.ExpiresOn != nil && s.ExpiresOn.Before(today) {
			s.Warnings = append(s.Warnings, Warning{Code: "LOT_EXPIRED", Message: fmt.Sprintf("These goods were good until %s: they cannot be issued to people.", s.ExpiresOn.Format(time.DateOnly)),
				Facts: map[string]string{"expiresOn": s.ExpiresOn.Format(time.DateOnly)}})
		}
	case reading.SSCC != "":
		s.Kind = ScanSSCC
	}
	return s, nil
}

// tellBins tells that a code which is something else is a bin's too. Pure.
func (s *Scan) tellBins(code, also string) {
	if len(s.BinIDs) > 0 {
		s.Warnings = append(s.Warnings, Warning{Code: "CODE_AMBIGUOUS", Message: fmt.Sprintf("%s is the code of a bin and of a %s: say which is meant.", code, also), Facts: map[string]string{"code": code, "also": also}})
	}
}

// scanBins tells of a bin's code what else it may mean: a bin of another site, or a lot or unit of that number that lies where the caller sees.
func (inv *Inventory) scanBins(ctx context.Context, s *Scan, code string, siteID int64, scope access.Scope) error {
	if len(s.BinIDs) > 1 {
		s.Warnings = append(s.Warnings, Warning{Code: "SEVERAL_BINS", Message: fmt.Sprintf("%d sites have a bin %s: say whose is meant.", len(s.BinIDs), code), Facts: map[string]string{"code": code, "bins": fmt.Sprint(len(s.BinIDs))}})
	}
	var lot bool
	if err := inv.Pool.QueryRow(ctx, `select exists (select 1 from balance b where b.lot_id = any(array(select l.id from lot l where l.lot_no = $1 or l.serial_no = $1)) and b.in_stock
			and b.site_id is not null and case when $2 <> 0 then b.site_id = $2 else $3 or b.site_id = any($4) end)`, code, siteID, scope.District, scope.SiteIDs).Scan(&lot); err != nil {
		return err
	}
	if lot {
		s.tellBins(code, "lot")
	}
	return nil
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
	rows, err := inv.Pool.Query(ctx, `select lot_id, reserve_id, available from (
		  select b.lot_id, b.keeps_until, b.reserve_id, `+balanceParts+` from balance b
		  where b.site_id = $1 and b.item_id = $2 and b.in_stock and ($3 = 0 or b.lot_id = $3) group by b.lot_id, b.keeps_until, b.reserve_id) s
		order by keeps_until, lot_id, reserve_id limit 100`, siteID, s.ItemID, s.LotID)
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

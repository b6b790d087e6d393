package inventory

import (
	"context"
	"errors"
	"fmt"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// SiteRoom is how full a site is.
type SiteRoom struct {
	VolumeM3       *decimal.Decimal // what it holds; nil: not measured
	LoadM3         decimal.Decimal  // what lies there, in bins and beside them
	WarningPercent decimal.Decimal  // from this share on it is nearly full
	Conditions     []string         // the storage conditions that it offers
	Zones          []string         // of its bins
}

// Fullness tells whether a site is nearly full, over full or neither. Pure.
func (r SiteRoom) Fullness() string {
	if r.VolumeM3 == nil {
		return "UNMEASURED"
	}
	return map[fullness]string{roomy: "ROOMY", nearlyFull: "NEARLY_FULL", overFull: "OVER_FULL"}[fill(r.LoadM3, decimal.Zero, *r.VolumeM3, r.WarningPercent)]
}

// FindSiteRoom tells how full a site is, as put-aways judge it.
func (inv *Inventory) FindSiteRoom(ctx context.Context, siteID int64) (SiteRoom, error) {
	if err := requireBinsOf(ctx, siteID); err != nil {
		return SiteRoom{}, err
	}
	var r SiteRoom
	err := inv.Pool.QueryRow(ctx, `select s.volume_m3, coalesce((select sum(l.on_hand * i.volume_m3) from place p join stock_level l on l.place_id = p.id and l.in_stock join item i on i.id = l.item_id
		where p.kind = 'SITE' and p.site_id = s.id), 0), `+warningPercent+`, s.storage_conditions,
		array(select distinct n.zone from bin n where n.site_id = s.id and n.zone <> '' order by 1) from site s where s.id = $1`, siteID).
		Scan(&r.VolumeM3, &r.LoadM3, &r.WarningPercent, &r.Conditions, &r.Zones)
	if errors.Is(err, pgx.ErrNoRows) {
		err = fault.Absent("site", fmt.Sprint(siteID)).At("siteId")
	}
	return r, err
}

// PreviewBins gives the codes that a pattern would make at a site, and which of them are taken. Administrators.
//
// Refuses with: PATTERN, TOO_MANY_BINS.
func (inv *Inventory) PreviewBins(ctx context.Context, siteID int64, pattern string) (codes, taken []string, err error) {
	if _, _, err := access.Require(ctx, "settings.write"); err != nil {
		return nil, nil, err
	}
	if codes, err = ExpandBins(pattern); err != nil {
		return nil, nil, err
	}
	err = inv.Pool.QueryRow(ctx, `select array(select code from bin where site_id = $1 and code = any($2) order by code)`, siteID, codes).Scan(&taken)
	return codes, taken, err
}

package logistics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"changping/inventory"
	"changping/logistics/roads"
)

const town, other = int64(100), int64(200)

// need of item 1 at site 1, in the town.
func needOf(id int64, quantity string, priority int) openNeed {
	return openNeed{Need: Need{ID: id, SiteID: 1, ItemID: 1, Priority: priority}, Open: dec(quantity), TownID: town, At: roads.Point{Latitude: 39, Longitude: 117}}
}

type stockOption func(*inventory.Candidate)

// stock of item 1: government goods of the district, ten kilometres away, without expiry.
func stockOf(lot int64, quantity string, options ...stockOption) inventory.Candidate {
	c := inventory.Candidate{SiteID: 10 + lot, SiteKind: "DEPOT", ItemID: 1, LotID: lot, LotNo: fmt.Sprint("L", lot), Quality: "GOOD", ReserveID: 1, OwnerID: 50, ReserveSource: "GOVERNMENT", ReserveTier: "DISTRICT",
		Custody: "DEDICATED", Latitude: 39.1, Longitude: 117, Available: dec(quantity)}
	for _, o := range options {
		o(&c)
	}
	return c
}

func ofTown(id int64) stockOption {
	return func(c *inventory.Candidate) { c.ReserveTier, c.TownID, c.SiteKind = "TOWN", id, "TOWN_STORE" }
}
func ofEnterprise(c *inventory.Candidate) {
	c.ReserveSource, c.SiteKind, c.OwnerID = "ENTERPRISE", "ENTERPRISE_STORE", 60
}
func near(c *inventory.Candidate)   { c.Latitude = 39.01 }
func locked(c *inventory.Candidate) { c.Purpose = "for the school" }
func inShelter(site int64) stockOption {
	return func(c *inventory.Candidate) { c.SiteKind, c.SiteID = "SHELTER", site }
}
func expiring(days int) stockOption {
	day := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
	return func(c *inventory.Candidate) { c.ExpiresOn = &day }
}

func covenant(owner int64, floor, available string) inventory.Headroom {
	return inventory.Headroom{MinimumID: 1, Kind: "COVENANT", Scope: "ORGANISATION", OrganisationID: owner, ItemID: 1, Floor: dec(floor), Available: dec(available), ScopeName: "E"}
}

func TestDecideAllocation(t *testing.T) {
	loose := inventory.Item{ID: 1, PackPolicy: "LOOSE", PackSize: dec("24")}
	packed := inventory.Item{ID: 1, PackPolicy: "WHOLE_PACKS", PackSize: dec("24")}
	type headrooms = []inventory.Headroom
	type stock = []inventory.Candidate
	one := []openNeed{needOf(1, "100", 1)}
	for name, c := range map[string]struct {
		needs     []openNeed
		stock     stock
		headrooms headrooms
		item      inventory.Item
		lines     string // need:lot:quantity:reason
		short     string // need:quantity:reason
	}{
		"first expired goes first, without expiry last": {one, stock{stockOf(1, "60"), stockOf(2, "60", expiring(9)), stockOf(3, "60", expiring(2))}, nil, loose,
			"1:3:60:FEFO_NEAREST_DISTRICT 1:2:40:FEFO_NEAREST_DISTRICT", ""},
		"of lots alike, the nearest": {one, stock{stockOf(1, "100"), stockOf(2, "100", near)}, nil, loose, "1:2:100:FEFO_NEAREST_DISTRICT", ""},
		"on the spot, town, district, enterprise, other town": {[]openNeed{needOf(1, "50", 1)},
			stock{stockOf(1, "10", ofTown(other)), stockOf(2, "10", ofEnterprise, expiring(1)), stockOf(3, "10", expiring(2)), stockOf(4, "10", ofTown(town)), stockOf(5, "10", inShelter(1))}, nil, loose,
			"1:5:10:ON_THE_SPOT 1:4:10:FEFO_NEAREST_TOWN 1:3:10:FEFO_NEAREST_DISTRICT 1:2:10:FEFO_NEAREST_ENTERPRISE 1:1:10:FEFO_NEAREST_OTHER_TOWN", ""},
		"urgent needs first":                 {[]openNeed{needOf(1, "100", 3), needOf(2, "100", 1)}, stock{stockOf(1, "120")}, nil, loose, "2:1:100:FEFO_NEAREST_DISTRICT 1:1:20:FEFO_NEAREST_DISTRICT", "1:80:NO_STOCK"},
		"nothing anywhere":                   {one, nil, nil, loose, "", "1:100:NO_STOCK"},
		"locked to a purpose":                {one, stock{stockOf(1, "100", locked)}, nil, loose, "", "1:100:NO_STOCK"},
		"what lies in another shelter stays": {one, stock{stockOf(1, "100", inShelter(7))}, nil, loose, "", "1:100:NO_STOCK"},
		"a covenant is kept":                 {one, stock{stockOf(1, "100", ofEnterprise)}, headrooms{covenant(60, "70", "100")}, loose, "1:1:30:FEFO_NEAREST_ENTERPRISE", "1:70:KEPT_FOR_MINIMUM"},
		"one covenant is shared by lots and by needs": {[]openNeed{needOf(1, "40", 1), needOf(2, "40", 1)}, stock{stockOf(1, "30", ofEnterprise), stockOf(2, "70", ofEnterprise)}, headrooms{covenant(60, "50", "100")}, loose,
			"1:1:30:FEFO_NEAREST_ENTERPRISE 1:2:10:FEFO_NEAREST_ENTERPRISE 2:2:10:FEFO_NEAREST_ENTERPRISE", "2:30:KEPT_FOR_MINIMUM"},
		"a covenant of another owner does not bind":    {one, stock{stockOf(1, "100")}, headrooms{covenant(60, "100", "100")}, loose, "1:1:100:FEFO_NEAREST_DISTRICT", ""},
		"a floor that is broken already gives nothing": {one, stock{stockOf(1, "100", ofEnterprise)}, headrooms{covenant(60, "500", "100")}, loose, "", "1:100:KEPT_FOR_MINIMUM"},
		"whole packs, rounded up once":                 {one, stock{stockOf(1, "500")}, nil, packed, "1:1:120:FEFO_NEAREST_DISTRICT", ""},
		"an open pack stays":                           {one, stock{stockOf(1, "50"), stockOf(2, "50")}, nil, packed, "1:1:48:FEFO_NEAREST_DISTRICT 1:2:48:FEFO_NEAREST_DISTRICT", "1:4:PACK_ROUNDING"},
	} {
		t.Run(name, func(t *testing.T) {
			lines, short := decideAllocation(c.needs, c.stock, c.headrooms, map[int64]inventory.Item{1: c.item})
			var got, missing []string
			for _, l := range lines {
				got = append(got, fmt.Sprintf("%d:%d:%s:%s", l.NeedID, l.LotID, l.Quantity, l.Reason))
				if l.ReasonFacts["km"] == "" || l.ReasonFacts["lotNo"] == "" {
					t.Errorf("line of lot %d does not give its facts: %v", l.LotID, l.ReasonFacts)
				}
			}
			for _, s := range short {
				missing = append(missing, fmt.Sprintf("%d:%s:%s", s.NeedID, s.Quantity, s.Reason))
			}
			if strings.Join(got, " ") != c.lines {
				t.Errorf("lines\n got %s\nwant %s", strings.Join(got, " "), c.lines)
			}
			if strings.Join(missing, " ") != c.short {
				t.Errorf("shortfalls\n got %s\nwant %s", strings.Join(missing, " "), c.short)
			}
		})
	}
}

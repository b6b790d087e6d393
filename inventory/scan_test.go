package inventory_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"changping/inventory"
	"changping/inventory/gs1"
)

// gtin14 makes a number of thirteen digits whole.
func gtin14(body string) string { return body + string(gs1.CheckDigit(body)) }

func yymmdd(day *time.Time) string { return day.Format("060102") }

// A scan tells what is known, and changes nothing: a label without a date leaves the lot its date, one with another date is told.
func TestScanKeepsTheExpiryAndPicksNoLot(t *testing.T) {
	b := setup(t)
	box := gtin14("0690123456789")
	if _, _, err := b.LinkGTIN(b.system, inventory.GTINLink{GTIN: box, ItemID: b.water, Factor: d("24"), LevelName: "箱"}); err != nil {
		t.Fatal(err)
	}
	b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("48"), LotNo: "A1", ExpiresOn: day(100)},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("24"), LotNo: "A2", ExpiresOn: day(50)})
	scan := func(ctx context.Context, code string) inventory.Scan {
		t.Helper()
		s, err := b.Scan(ctx, code, b.depot)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	warned := func(s inventory.Scan, code string) {
		t.Helper()
		if code == "" && len(s.Warnings) > 0 || code != "" && (len(s.Warnings) != 1 || s.Warnings[0].Code != code) {
			t.Errorf("%+v; want the one warning %q", s.Warnings, code)
		}
	}
	bare := scan(b.keeper, "(01)"+box+"(10)A1")
	warned(bare, "")
	if bare.Kind != inventory.ScanGTIN || bare.ItemID != b.water || bare.Factor.String() != "24" || bare.LotID == 0 || !bare.ExpiresOn.Equal(*day(100)) || len(bare.Lots) != 1 || bare.Lots[0].Available.String() != "48" {
		t.Errorf("a label without a date: %+v", bare)
	}
	other := scan(b.keeper, "]C101"+box+"17"+yymmdd(day(90))+"10A1")
	warned(other, "EXPIRY_CONFLICT")
	if !other.ExpiresOn.Equal(*day(100)) || other.Warnings[0].Facts["known"] != day(100).Format(time.DateOnly) {
		t.Errorf("a label with another date took over what is known: %+v", other)
	}
	var kept time.Time
	if err := b.db.Pool.QueryRow(t.Context(), `select expires_on from lot where lot_no = 'A1'`).Scan(&kept); err != nil || !kept.Equal(*day(100)) {
		t.Errorf("the lot expires on %s after two scans, %v", kept, err)
	}
	several := scan(b.keeper, box)
	warned(several, "SEVERAL_LOTS")
	if several.LotID != 0 || len(several.Lots) != 2 {
		t.Errorf("two lots fit, and one was picked: %+v", several)
	}
	if unseen := scan(b.keeper, "(01)"+box+"(10)NEW(17)"+yymmdd(day(200))); unseen.LotID != 0 || len(unseen.Lots) != 0 || !unseen.ExpiresOn.Equal(*day(200)) {
		t.Errorf("a lot that nobody has received: %+v", unseen)
	}
}

func TestScanTellsKindsApart(t *testing.T) {
	b := setup(t)
	id := b.receive(b.keeper, "key-receive-1", b.depot, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "SN-1"})
	var number string
	if err := b.db.Pool.QueryRow(t.Context(), `select number from document where id = $1`, id).Scan(&number); err != nil {
		t.Fatal(err)
	}
	unit := gtin14("0690000000001")
	if _, _, err := b.LinkGTIN(b.system, inventory.GTINLink{GTIN: unit, ItemID: b.pump, Factor: d("1"), LevelName: "台"}); err != nil {
		t.Fatal(err)
	}
	sscc := "00" + "12345678901234567" + string(gs1.CheckDigit("12345678901234567"))
	unlinked := gtin14("0690000000002")
	for _, c := range []struct {
		code string
		kind inventory.ScanKind
		warn string
	}{{"pump", inventory.ScanItem, ""}, {number, inventory.ScanDocument, ""}, {unit, inventory.ScanGTIN, ""}, {"(01)" + unit + "(21)SN-1", inventory.ScanGTIN, ""}, {sscc, inventory.ScanSSCC, ""},
		{unlinked, inventory.ScanGTIN, "GTIN_UNKNOWN"}, {"no such thing", inventory.ScanUnknown, "GS1_CODE"}, {unit[:13] + string('0'+(unit[13]-'0'+1)%10), inventory.ScanUnknown, ""}} {
		s, err := b.Scan(b.keeper, c.code, b.depot)
		if err != nil || s.Kind != c.kind || c.warn != "" && (len(s.Warnings) == 0 || s.Warnings[0].Code != c.warn) {
			t.Errorf("%q: %+v, %v; want %s %s", c.code, s, err, c.kind, c.warn)
		}
		if c.code == "(01)"+unit+"(21)SN-1" && s.LotID == 0 {
			t.Errorf("a serial number names its unit: %+v", s)
		}
	}
	if s, err := b.Scan(b.partner, number, 0); err != nil || s.Kind == inventory.ScanDocument {
		t.Errorf("a document of somebody else's site was told: %+v, %v", s, err)
	}
	_, err := b.Scan(b.partner, unit, b.depot)
	wantCode(t, err, "NOT_FOUND")

	link := inventory.GTINLink{GTIN: unit, ItemID: b.pump, Factor: d("1"), LevelName: "台"}
	_, _, err = b.LinkGTIN(b.system, link)
	wantCode(t, err, "TAKEN")
	link.GTIN = "06900000000099"
	if gtin14(link.GTIN[:13]) == link.GTIN {
		link.GTIN = "06900000000098"
	}
	_, _, err = b.LinkGTIN(b.system, link)
	wantCode(t, err, "GS1_CHECK_DIGIT")
	_, _, err = b.LinkGTIN(b.keeper, link)
	wantCode(t, err, "NOT_ALLOWED")
	// The database reckons check digits as the program does.
	for i := range 40 {
		body := fmt.Sprintf("%013d", 7_919_123_457*i)
		var digit int
		if err := b.db.Pool.QueryRow(t.Context(), `select gtin_check_digit($1)`, body+"0").Scan(&digit); err != nil || byte('0'+digit) != gs1.CheckDigit(body) {
			t.Fatalf("%s: %d, %v", body, digit, err)
		}
	}
}

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

// A scan that leaves out the expiry, received over a lot that is known, never erases it: not by the scan, not by what is received by it.
func TestAScanNeverErasesTheExpiry(t *testing.T) {
	b := setup(t)
	box := gtin14("0690123456789")
	if _, _, err := b.LinkGTIN(b.system, inventory.GTINLink{GTIN: box, ItemID: b.water, Factor: d("24"), LevelName: "箱"}); err != nil {
		t.Fatal(err)
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("24"), LotNo: "A1", ExpiresOn: day(100)})
	for _, code := range []string{"(01)" + box + "(10)A1", "01" + box + "10A1", "]C101" + box + "10A1\x1d3024", "]d2\x1d01" + box + "10A1", "(01)" + box + "(10)A1(15)" + yymmdd(day(5))} {
		s, err := b.Scan(b.keeper, code, b.depot)
		if err != nil || s.ExpiresOn == nil || !s.ExpiresOn.Equal(*day(100)) {
			t.Fatalf("%q: %+v, %v; want what is known", code, s.ExpiresOn, err)
		}
		// What the reading of the scan says is received as it is told, and as the label alone would have it.
		b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: s.ItemID, Quantity: *s.Factor, LotNo: s.Reading.Lot, ExpiresOn: s.ExpiresOn})
	}
	for _, wrong := range []*time.Time{nil, day(5)} {
		_, err := b.Receive(b.keeper, inventory.Receipt{RequestKey: newKey(), SiteID: b.depot, Reason: "PURCHASE", Lines: []inventory.ReceiptLine{{ItemID: b.water, Quantity: d("24"), LotNo: "A1", ExpiresOn: wrong}}})
		if err == nil {
			t.Errorf("lot A1 was received with expiry %v", wrong)
		}
	}
	var kept time.Time
	if err := b.db.Pool.QueryRow(t.Context(), `select expires_on from lot where lot_no = 'A1'`).Scan(&kept); err != nil || !kept.Equal(*day(100)) {
		t.Errorf("the lot expires on %s, %v", kept, err)
	}
	if got := b.available(b.depot, b.water); got != "144" {
		t.Errorf("%s bottles after six boxes", got)
	}
}

// The lot that a scan names is the lot that goes, and no other: not the first to expire, not one of the same number of another item,
// not one of a prefix of its number.
func TestAScanNeverPicksTheWrongLot(t *testing.T) {
	b := setup(t)
	box, other := gtin14("0690123456789"), gtin14("0690123456001")
	for gtin, item := range map[string]int64{box: b.water, other: b.blanket} {
		if _, _, err := b.LinkGTIN(b.system, inventory.GTINLink{GTIN: gtin, ItemID: item, Factor: d("1"), LevelName: "件"}); err != nil {
			t.Fatal(err)
		}
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "A1", ExpiresOn: day(100)}, inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "A", ExpiresOn: day(50)},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("10"), LotNo: "a1", ExpiresOn: day(60)}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("10"), LotNo: "A1"})
	for gtin, item := range map[string]int64{box: b.water, other: b.blanket} {
		s, err := b.Scan(b.keeper, "(01)"+gtin+"(10)A1", b.depot)
		if err != nil || s.LotID == 0 || len(s.Lots) != 1 || s.Lots[0].LotID != s.LotID {
			t.Fatalf("%+v, %v", s, err)
		}
		posted, err := b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: s.ItemID, LotID: s.LotID, Quantity: d("4")}}})
		if err != nil {
			t.Fatal(err)
		}
		var went string
		if err := b.db.Pool.QueryRow(t.Context(), `select string_agg(l.lot_no || ' ' || l.item_id || ' ' || m.quantity, ';') from movement m join lot l on l.id = m.lot_id where m.document_id = $1`, posted.DocumentID).Scan(&went); err != nil || went != fmt.Sprintf("A1 %d 4", item) {
			t.Errorf("%q went, %v", went, err)
		}
	}
	// Bins: one that holds several lots picks none; neither does its code for an item of which one lot lies there with two owners' goods.
	bins := b.bins(b.depot, inventory.BinPlan{Pattern: "A01 x 1"})
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("5"), LotNo: "B1", ExpiresOn: day(70), BinID: bins["A01-1"]},
		inventory.ReceiptLine{ItemID: b.water, Quantity: d("5"), LotNo: "B2", ExpiresOn: day(80), BinID: bins["A01-1"]})
	s, err := b.Scan(b.keeper, "A01-1", b.depot)
	if err != nil || s.Kind != inventory.ScanBin || s.BinID != bins["A01-1"] || s.LotID != 0 || len(s.Lots) != 0 {
		t.Errorf("a bin of two lots: %+v, %v", s, err)
	}
	if s, err := b.Scan(b.keeper, "A01-1", 0); err != nil || s.Kind != inventory.ScanBin || s.BinID != bins["A01-1"] || len(s.Warnings) != 0 {
		t.Errorf("a bin of no site in particular: %+v, %v", s, err)
	}
}

// A short code is a bin of whichever sites the caller sees. Where several have one, or a lot is called the same, none is picked and that is said.
func TestAShortCodeIsABinOfTheSitesInSight(t *testing.T) {
	b := setup(t)
	here := b.bins(b.depot, inventory.BinPlan{Pattern: "A1 x 01 x 1-2"})
	there := b.bins(b.annex, inventory.BinPlan{Pattern: "A1 x 01 x 1"})
	codes := func(s inventory.Scan) (all []string) {
		for _, w := range s.Warnings {
			all = append(all, w.Code)
		}
		return all
	}
	for _, c := range []struct {
		name string
		ctx  context.Context
		code string
		site int64
		kind inventory.ScanKind
		bin  int64
		bins []int64
		told []string
	}{
		{"of one site", b.keeper, "A1-01-2", 0, inventory.ScanBin, here["A1-01-2"], []int64{here["A1-01-2"]}, nil},
		{"typed small", b.keeper, " a1-01-2 ", 0, inventory.ScanBin, here["A1-01-2"], []int64{here["A1-01-2"]}, nil},
		{"of two sites", b.keeper, "A1-01-1", 0, inventory.ScanBin, 0, []int64{here["A1-01-1"], there["A1-01-1"]}, []string{"SEVERAL_BINS"}},
		{"of two sites, one asked about", b.keeper, "A1-01-1", b.annex, inventory.ScanBin, there["A1-01-1"], []int64{there["A1-01-1"]}, nil},
		{"of a site that the caller does not see", b.partner, "A1-01-2", 0, inventory.ScanUnknown, 0, []int64{}, []string{"GS1_FORM"}},
		{"of no site", b.keeper, "A1-01-3", 0, inventory.ScanUnknown, 0, []int64{}, []string{"GS1_FORM"}},
	} {
		s, err := b.Scan(c.ctx, c.code, c.site)
		if err != nil || s.Kind != c.kind || s.BinID != c.bin || fmt.Sprint(s.BinIDs) != fmt.Sprint(c.bins) || c.kind == inventory.ScanBin && fmt.Sprint(codes(s)) != fmt.Sprint(c.told) {
			t.Errorf("%s: %+v, %v; want %+v", c.name, s, err, c)
		}
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("5"), LotNo: "A1-01-2"})
	if s, err := b.Scan(b.keeper, "A1-01-2", 0); err != nil || s.Kind != inventory.ScanBin || s.BinID != here["A1-01-2"] || fmt.Sprint(codes(s)) != "[CODE_AMBIGUOUS]" || s.Warnings[0].Facts["also"] != "lot" {
		t.Errorf("a lot of that number lies there: %+v, %v", s, err)
	}
	if s, err := b.Scan(b.keeper, "A1-01-2", b.annex); err != nil || s.Kind != inventory.ScanUnknown {
		t.Errorf("the annex has no such bin: %+v, %v", s, err)
	}
}

// What has expired shows as nothing that may go, says so, and is refused when it is issued all the same.
func TestExpiredStockIsNotIssuedByScanner(t *testing.T) {
	b := setup(t)
	box := gtin14("0690123456789")
	if _, _, err := b.LinkGTIN(b.system, inventory.GTINLink{GTIN: box, ItemID: b.water, Factor: d("24"), LevelName: "箱"}); err != nil {
		t.Fatal(err)
	}
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("48"), LotNo: "OLD", ExpiresOn: day(1)}, inventory.ReceiptLine{ItemID: b.water, Quantity: d("48"), LotNo: "BAD", ExpiresOn: day(40)})
	if _, err := b.db.Owner(t).Exec(t.Context(), `update lot set expires_on = business_date() - 1, made_on = null where lot_no = 'OLD'; update lot set quality = 'REJECTED' where lot_no = 'BAD'`); err != nil {
		t.Fatal(err)
	}
	for lot, want := range map[string]struct{ warning, refusal string }{"OLD": {"LOT_EXPIRED", "LOT_EXPIRED"}, "BAD": {"", "LOT_NOT_GOOD"}} {
		// A label with a later date does not make it good again.
		for _, code := range []string{"(01)" + box + "(10)" + lot, "(01)" + box + "(17)" + yymmdd(day(400)) + "(10)" + lot} {
			s, err := b.Scan(b.keeper, code, b.depot)
			if err != nil || s.LotID == 0 || len(s.Lots) != 1 || !s.Lots[0].Available.IsZero() {
				t.Fatalf("%q: %+v, %v; want the lot, and nothing of it available", code, s, err)
			}
			told := false
			for _, w := range s.Warnings {
				told = told || w.Code == want.warning
			}
			if told != (want.warning != "") {
				t.Errorf("%q: %+v; want the warning %q", code, s.Warnings, want.warning)
			}
			_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: s.ItemID, LotID: s.LotID, Quantity: *s.Factor}}})
			wantCode(t, err, want.refusal)
		}
	}
	// Nor does a scan without a lot find a way round.
	s, err := b.Scan(b.keeper, box, b.depot)
	if err != nil || len(s.Lots) != 2 || s.LotID != 0 {
		t.Fatalf("%+v, %v", s, err)
	}
	_, err = b.Issue(b.keeper, inventory.Issue{RequestKey: newKey(), SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: s.ItemID, Quantity: *s.Factor}}})
	wantCode(t, err, "INSUFFICIENT_STOCK")
}

// A number is linked once, listed with its level, and unlinked again; then scans say that it is not known.
func TestTradeItemNumbersAreLinkedAndUnlinked(t *testing.T) {
	b := setup(t)
	bottle, box := gtin14("0690123456789"), gtin14("1690123456789")
	for gtin, factor := range map[string]string{bottle: "1", box: "24"} {
		if _, _, err := b.LinkGTIN(b.system, inventory.GTINLink{GTIN: gtin, ItemID: b.water, Factor: d(factor), LevelName: "x" + factor}); err != nil {
			t.Fatal(err)
		}
	}
	list := func(item int64) (text string) {
		t.Helper()
		all, err := b.ListGTINs(item).First(b.keeper, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range all {
			text += g.GTIN + " " + g.Factor.String() + " " + g.LevelName + ";"
		}
		return text
	}
	if got, want := list(b.water), bottle+" 1 x1;"+box+" 24 x24;"; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	if got := list(b.blanket); got != "" {
		t.Errorf("of another item: %s", got)
	}
	_, _, err := b.UnlinkGTIN(b.keeper, inventory.GTINUnlink{RequestKey: newKey(), GTIN: box})
	wantCode(t, err, "NOT_ALLOWED")
	if item, _, err := b.UnlinkGTIN(b.system, inventory.GTINUnlink{GTIN: box}); err != nil || item != b.water {
		t.Errorf("unlinked from %d, %v", item, err)
	}
	_, _, err = b.UnlinkGTIN(b.system, inventory.GTINUnlink{GTIN: box})
	wantCode(t, err, "NOT_FOUND")
	if s, err := b.Scan(b.keeper, "(01)"+box+"(10)A1", b.depot); err != nil || s.ItemID != 0 || len(s.Warnings) != 1 || s.Warnings[0].Code != "GTIN_UNKNOWN" {
		t.Errorf("%+v, %v", s, err)
	}
	var audited int
	if err := b.db.Pool.QueryRow(t.Context(), `select count(*) from audit_entry where action = 'gtin.unlink' and detail->>'GTIN' = $1 and detail->>'Factor' = '24'`, box).Scan(&audited); err != nil || audited != 1 {
		t.Errorf("%d entries of what was unlinked, %v", audited, err)
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

// A scanned lot or unit is found in the stock by its number, alone or of an item, in scope.
func TestStockIsFoundByTheNumberOfItsLot(t *testing.T) {
	b := setup(t)
	b.receive(b.keeper, newKey(), b.depot, inventory.ReceiptLine{ItemID: b.water, Quantity: d("7"), LotNo: "N1", ExpiresOn: day(90)}, inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("8"), LotNo: "N1"},
		inventory.ReceiptLine{ItemID: b.blanket, Quantity: d("9"), LotNo: "N2"}, inventory.ReceiptLine{ItemID: b.pump, Quantity: d("1"), LotNo: "P", SerialNo: "S-77"})
	found := func(f inventory.StockFilter) (text string) {
		t.Helper()
		rows, err := b.ListBalances(b.keeper, f, 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			text += r.OnHand.String() + ";"
		}
		return text
	}
	for _, c := range []struct {
		filter inventory.StockFilter
		want   string
	}{
		{inventory.StockFilter{LotNo: "N1"}, "7;8;"},
		{inventory.StockFilter{LotNo: "N1", ItemID: b.blanket}, "8;"},
		{inventory.StockFilter{LotNo: "N1", ItemID: b.blanket, Custody: "ENTRUSTED"}, ""},
		{inventory.StockFilter{LotNo: "N2", SiteID: b.depot, Custody: "DEDICATED"}, "9;"},
		{inventory.StockFilter{LotNo: "S-77"}, "1;"},
		{inventory.StockFilter{LotNo: "N"}, ""},
	} {
		if got := found(c.filter); got != c.want {
			t.Errorf("%+v found %q, want %q", c.filter, got, c.want)
		}
	}
	if rows, err := b.ListBalances(b.partner, inventory.StockFilter{LotNo: "N1"}, 10, nil); err != nil || len(rows) != 0 {
		t.Errorf("another's lots are found by their number: %+v %v", rows, err)
	}
}

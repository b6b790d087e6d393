package inventory

import (
	"fmt"
	"slices"
	"testing"

	"changping/internal/fault"
	"changping/internal/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// The table of transitions in Go and the one in the database are the same, or one of them lies.
func TestTransitionsAreTheSameInGoAndInSQL(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	rows, err := db.Pool.Query(t.Context(), `select from_state || ' ' || to_state from document_transition order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	inSQL, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	var inGo []string
	for from, all := range transitions {
		for _, to := range all {
			inGo = append(inGo, fmt.Sprintf("%s %s", from, to))
		}
	}
	slices.Sort(inGo)
	slices.Sort(inSQL)
	if !slices.Equal(inGo, inSQL) {
		t.Errorf("in Go:  %v\nin SQL: %v", inGo, inSQL)
	}
	if _, err := db.Owner(t).Exec(t.Context(), `insert into document_transition values ('POSTED', 'DRAFT')`); err == nil {
		t.Error("the table of transitions can be added to")
	}
	for _, c := range []struct {
		from, to DocumentState
		may      bool
	}{{StatePosted, StateDraft, false}, {StateReversed, StatePosted, false}, {StateCancelled, StateDraft, false}, {StateRefused, StatePosted, false}, {StateRefused, StateSubmitted, true},
		{StateInTransit, StateReversed, false}, {StateSubmitted, StateInTransit, false}} {
		if err := mayBecome(c.from, c.to); (err == nil) != c.may {
			t.Errorf("%s to %s: %v", c.from, c.to, err)
		}
	}
}

func TestPersonsAsked(t *testing.T) {
	d := func(s string) *decimal.Decimal { v := decimal.RequireFromString(s); return &v }
	rules := []ApprovalRule{
		{Kind: KindAdjustment, ValueFrom: d("5000"), Persons: 1},
		{Kind: KindIssue, HazardClasses: []string{"3", "8"}, Persons: 2},
		{Kind: KindIssue, Programme: "SPECIAL_NEED", Persons: 2},
		{Kind: KindIssue, Reason: "LOAN", Persons: 1},
		{Kind: KindScrap, HazardClasses: []string{"3"}, ValueFrom: d("100"), Persons: 2},
		{Kind: KindScrap, Persons: 1},
	}
	for name, c := range map[string]struct {
		kind   DocumentKind
		reason string
		lines  []worth
		want   int
	}{
		"just below the value":                {KindAdjustment, "LOST", []worth{{value: d("4999.99")}}, 0},
		"at the value":                        {KindAdjustment, "LOST", []worth{{value: d("2500")}, {value: d("2500")}}, 1},
		"of unknown value":                    {KindAdjustment, "LOST", []worth{{value: d("1")}, {}}, 1},
		"plain goods":                         {KindIssue, "CONSUMPTION", []worth{{value: d("1e6")}}, 0},
		"one hazardous line among many":       {KindIssue, "CONSUMPTION", []worth{{}, {hazardClass: "8"}}, 2},
		"another hazard class":                {KindIssue, "CONSUMPTION", []worth{{hazardClass: "9"}}, 0},
		"a special programme":                 {KindIssue, "INCIDENT", []worth{{programme: "SPECIAL_NEED"}}, 2},
		"a loan":                              {KindIssue, "LOAN", []worth{{}}, 1},
		"a loan of hazardous goods: the most": {KindIssue, "LOAN", []worth{{hazardClass: "3"}}, 2},
		"both conditions of a rule":           {KindScrap, "DAMAGED", []worth{{hazardClass: "3", value: d("100")}}, 2},
		"one of two conditions is not enough": {KindScrap, "DAMAGED", []worth{{hazardClass: "3", value: d("99")}}, 1},
		"a rule of another kind":              {KindTransfer, "TRANSFER", []worth{{hazardClass: "3"}}, 0},
	} {
		if got := personsAsked(rules, c.kind, c.reason, c.lines); got != c.want {
			t.Errorf("%s: %d persons, want %d", name, got, c.want)
		}
	}
}

func TestDecideApproval(t *testing.T) {
	base := waitingDocument{kind: KindIssue, state: StateSubmitted, revision: 3, authorID: 1}
	scrap := base
	scrap.kind = KindScrap
	with := func(d waitingDocument, change func(*waitingDocument)) waitingDocument { change(&d); return d }
	for name, c := range map[string]struct {
		d        waitingDocument
		person   int64
		revision int
		asked    int
		code     string
	}{
		"another person":                  {base, 2, 3, 1, ""},
		"the author":                      {base, 1, 3, 1, "OWN_DOCUMENT"},
		"an older revision":               {base, 2, 2, 1, "STALE_REVISION"},
		"the second of two":               {with(base, func(d *waitingDocument) { d.approvers = []int64{2} }), 3, 3, 2, ""},
		"the same person twice":           {with(base, func(d *waitingDocument) { d.approvers = []int64{2} }), 2, 3, 2, "ALREADY_DECIDED"},
		"approved already":                {with(base, func(d *waitingDocument) { d.state, d.approvers = StateApproved, []int64{2} }), 3, 3, 1, "DOCUMENT_STATE"},
		"approved, but stricter since":    {with(base, func(d *waitingDocument) { d.state, d.approvers = StateApproved, []int64{2} }), 3, 3, 2, ""},
		"a draft":                         {with(base, func(d *waitingDocument) { d.state = StateDraft }), 2, 3, 1, "DOCUMENT_STATE"},
		"refused":                         {with(base, func(d *waitingDocument) { d.state = StateRefused }), 2, 3, 1, "DOCUMENT_STATE"},
		"scrapping without an appraisal":  {scrap, 2, 3, 1, "APPRAISAL_MISSING"},
		"scrapping what is usable":        {with(scrap, func(d *waitingDocument) { d.appraisal = &appraisal{5, "USABLE"} }), 2, 3, 1, "APPRAISED_USABLE"},
		"scrapping after one's appraisal": {with(scrap, func(d *waitingDocument) { d.appraisal = &appraisal{2, "UNUSABLE"} }), 2, 3, 1, "OWN_APPRAISAL"},
		"scrapping after an appraisal":    {with(scrap, func(d *waitingDocument) { d.appraisal = &appraisal{5, "UNUSABLE"} }), 2, 3, 1, ""},
	} {
		if err := decideApproval(c.d, c.person, c.revision, c.asked); c.code == "" && err != nil || c.code != "" && !fault.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}

// Ten of lot 1 went out for reserve 5, four for reserve 6, and three of lot 2; two of lot 1, reserve 5 have come back.
func TestDecideRecovery(t *testing.T) {
	d := decimal.RequireFromString
	issue := lockedDocument{Number: "CK-1", Moves: []Move{{ItemID: 1, LotID: 1, ReserveID: 5, Quantity: d("7")}, {ItemID: 1, LotID: 1, ReserveID: 5, Quantity: d("3")},
		{ItemID: 1, LotID: 1, ReserveID: 6, Quantity: d("4")}, {ItemID: 2, LotID: 2, ReserveID: 5, Quantity: d("3")}}}
	returned := map[lotReserve]decimal.Decimal{{1, 5}: d("2")}
	for name, c := range map[string]struct {
		lines []RecoveryLine
		code  string
	}{
		"all that is out":                  {[]RecoveryLine{{1, 1, 5, d("8"), false, 0}, {1, 1, 6, d("4"), false, 0}, {2, 2, 0, d("3"), false, 0}}, ""},
		"one more than is out":             {[]RecoveryLine{{1, 1, 5, d("9"), false, 0}}, "EXCEEDS_ISSUED"},
		"one more, over two lines":         {[]RecoveryLine{{2, 2, 5, d("2"), false, 0}, {2, 2, 0, d("2"), false, 0}}, "EXCEEDS_ISSUED"},
		"a lot that did not go out":        {[]RecoveryLine{{1, 3, 5, d("1"), false, 0}}, "NOT_FOUND"},
		"a lot of another item":            {[]RecoveryLine{{2, 1, 5, d("1"), false, 0}}, "NOT_FOUND"},
		"a reserve that it did not go for": {[]RecoveryLine{{2, 2, 6, d("1"), false, 0}}, "EXCEEDS_ISSUED"},
		"two owners and none named":        {[]RecoveryLine{{1, 1, 0, d("1"), false, 0}}, "RESERVE_MISSING"},
	} {
		if _, err := decideRecovery(issue, returned, Recovery{SiteID: 9, Lines: c.lines}); c.code == "" && err != nil || c.code != "" && !fault.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}

func TestCheckOutcomes(t *testing.T) {
	d := decimal.RequireFromString
	for name, c := range map[string]struct {
		x     Inspection
		grade string
		code  string
	}{
		"every part":             {Inspection{GradeA: d("5"), GradeB: d("3"), GradeC: d("1"), Rejected: d("1")}, "A", ""},
		"one forgotten":          {Inspection{GradeA: d("9")}, "A", "OUTCOMES_INCOMPLETE"},
		"one too many":           {Inspection{GradeA: d("9"), Rejected: d("2")}, "A", "OUTCOMES_INCOMPLETE"},
		"a negative part":        {Inspection{GradeA: d("11"), Rejected: d("-1")}, "A", "QUANTITY"},
		"half a piece":           {Inspection{GradeA: d("9.5"), Rejected: d("0.5")}, "A", "SCALE"},
		"better than before":     {Inspection{GradeA: d("10")}, "B", "GRADE_RISES"},
		"as it was":              {Inspection{GradeB: d("10")}, "B", ""},
		"worn goods, not better": {Inspection{GradeB: d("10")}, "C", "GRADE_RISES"},
	} {
		if err := checkOutcomes(c.x, d("10"), 0, c.grade); c.code == "" && err != nil || c.code != "" && !fault.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}

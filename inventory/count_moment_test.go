package inventory_test

import (
	"testing"
	"time"

	"changping/internal/fault"
	"changping/inventory"
)

// at enters a figure that was counted at a moment, of the line with a number.
func (c *counting) at(moment time.Time, lineNo int, quantity string) error {
	v := d(quantity)
	_, err := c.EnterCount(c.keeper, inventory.CountEntries{RequestKey: c.key(), CountID: c.id, Entries: []inventory.CountEntry{{LineID: c.lines(c.dispatcher)[lineNo-1].ID, Quantity: &v, CountedAt: moment}}})
	return err
}

// age moves the opening of the stocktake, and all rounds, into the past.
func (c *counting) age(by time.Duration) {
	c.t.Helper()
	if _, err := c.db.Pool.Exec(c.t.Context(), `with s as (update stock_count set opened_at = opened_at - $2::interval where id = $1) update count_line set round_began = round_began - $2::interval where count_id = $1`, c.id, by); err != nil {
		c.t.Fatal(err)
	}
}

func (c *counting) recount(lineNo int) {
	c.t.Helper()
	_, err := c.RecountLines(c.dispatcher, inventory.CountRecount{RequestKey: c.key(), CountID: c.id, LineIDs: []int64{c.lines(c.dispatcher)[lineNo-1].ID}, Reason: "look again"})
	c.must(err)
}

// Paper is typed in hours after people counted: the figure is compared with the balance at the time on the sheet, whatever moved since.
func TestPaperIsComparedWithTheTimeOnIt(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(past(9, 9), b.depot, "100", "A"))
	c := b.counting(inventory.CountRequest{})
	c.age(6 * time.Hour)
	b.ok(b.issueAt(time.Now().Add(-4*time.Hour), b.depot, "30"))
	b.ok(b.receiveAt(time.Now().Add(-2*time.Hour), b.depot, "5", "A"))
	for moment, expected := range map[time.Duration]string{5 * time.Hour: "100", 3 * time.Hour: "70", time.Hour: "75"} {
		c.must(c.at(time.Now().Add(-moment), 1, "70"))
		if l := c.lines(c.dispatcher)[0]; l.Expected.String() != expected {
			t.Errorf("%s ago %s were expected, want %s", moment, l.Expected, expected)
		}
	}
	c.must(c.at(time.Now().Add(-3*time.Hour), 1, "69")) // one is missing from the seventy that lay there then
	c.must(c.close(false, ""))
	if got := b.available(b.depot, b.blanket); got != "74" {
		t.Errorf("%s are left, want 74", got)
	}
}

// A figure of before the recount was asked for, brought by a phone that had no network, does not answer the recount; it stays on record.
func TestAnOldLookDoesNotAnswerARecount(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(past(9, 9), b.depot, "100", "A"))
	c := b.counting(inventory.CountRequest{})
	c.age(time.Hour)
	c.must(c.at(time.Now().Add(-50*time.Minute), 1, "90"))
	c.recount(1)
	c.must(c.at(time.Now().Add(-10*time.Minute), 1, "91"))
	if l := c.lines(c.dispatcher)[0]; l.Progress != "UNCOUNTED" || l.Round != 2 {
		t.Errorf("an old look settled the new round: %+v", l)
	}
	c.must(c.count(c.second, 1, "99"))
	entries, err := b.CountEntriesOf(c.dispatcher, c.id, []int64{c.lines(c.dispatcher)[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, of := range entries {
		for _, e := range of {
			got += e.Quantity.String() + "/" + string(rune('0'+e.Round)) + " "
		}
	}
	if got != "90/1 91/1 99/2 " {
		t.Errorf("on record: %s", got)
	}
	if l := c.lines(c.dispatcher)[0]; l.Progress != "COUNTED" || l.Counted.String() != "99" {
		t.Errorf("%+v", l)
	}
}

// Pain: large variances unapproved. Who approves and then counts has approved nothing.
func TestNobodyApprovesWhatTheyCountAfterwards(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(time.Time{}, b.depot, "100", "A"))
	b.ok(b.receiveAt(time.Time{}, b.depot, "100", "B"))
	c := b.counting(inventory.CountRequest{})
	c.must(c.count(b.keeper, 1, "80"))
	c.must(c.count(b.keeper, 2, "70"))
	c.must(c.approve(c.second, 1, "-20"))
	c.must(c.approve(c.dispatcher, 2, "-30"))
	c.must(c.count(c.second, 1, "80")) // the approver's own figure is the one that stands now
	lines := c.lines(c.dispatcher)
	if !lines[0].NeedsApproval || lines[1].NeedsApproval {
		t.Errorf("%+v", lines)
	}
	wantCode(t, c.close(false, ""), "COUNT_UNAPPROVED")
	c.must(c.approve(c.dispatcher, 1, "-20"))
	c.must(c.close(false, ""))
}

// Several differences are approved at once, each told by itself: what has changed meanwhile is not approved with the rest.
func TestDifferencesAreApprovedRowByRow(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(time.Time{}, b.depot, "100", "A"))
	b.ok(b.receiveAt(time.Time{}, b.depot, "100", "B"))
	c := b.counting(inventory.CountRequest{})
	c.must(c.count(b.keeper, 1, "80"))
	lines := c.lines(c.dispatcher)
	request := inventory.CountApproval{RequestKey: b.key(), CountID: c.id, BestEffort: true,
		Lines: []inventory.ApprovedDifference{{LineID: lines[0].ID, Difference: "-20"}, {LineID: lines[1].ID, Difference: "-1"}, {LineID: 999999, Difference: "1"}}}
	answer, err := b.ApproveLines(c.dispatcher, request)
	if err != nil || len(answer.Results) != 3 || answer.Results[0].Fault != nil || !fault.IsCode(answer.Results[1].Fault, "COUNT_UNSETTLED") || !fault.IsCode(answer.Results[2].Fault, "NOT_FOUND") {
		t.Fatalf("%+v, %v", answer, err)
	}
	if again, err := b.ApproveLines(c.dispatcher, request); err != nil || !again.Replayed || len(again.Results) != 3 || !fault.IsCode(again.Results[1].Fault, "COUNT_UNSETTLED") {
		t.Errorf("replayed: %+v, %v", again, err)
	}
	if after := c.lines(c.dispatcher); after[0].NeedsApproval {
		t.Errorf("%+v", after[0])
	}
	request.RequestKey, request.BestEffort = b.key(), false
	_, err = b.ApproveLines(c.dispatcher, request)
	wantCode(t, err, "COUNT_UNSETTLED")
}

// What would become of the lines shows before the stocktake is closed, and comes true; of a blind one its counters see nothing of it.
func TestTheClosingIsSeenBefore(t *testing.T) {
	b := setup(t)
	for _, lot := range []string{"A", "B", "C", "D"} {
		b.ok(b.receiveAt(time.Time{}, b.depot, "100", lot))
	}
	c := b.counting(inventory.CountRequest{Blind: true})
	c.must(c.count(b.keeper, 1, "100"))
	c.must(c.count(b.keeper, 2, "98"))
	c.must(c.count(b.keeper, 3, "10"))
	before := c.lines(c.dispatcher)
	figures, err := c.figures(c.dispatcher)
	if f := figures.Found; err != nil || f == nil || f.Confirmed != 1 || f.Adjusted != 1 || f.NeedApproval != 1 || figures.Uncounted != 1 {
		t.Errorf("%+v, %v", figures, err)
	}
	for filter, want := range map[inventory.CountLineFilter]int{inventory.LinesDifferent: 2, inventory.LinesUnsettled: 1, inventory.LinesUnapproved: 1, "": 4} {
		lines, err := b.CountLines(c.dispatcher, c.id, filter, 10, 0)
		if err != nil || len(lines) != want {
			t.Errorf("%s: %d lines, %v", filter, len(lines), err)
		}
		blind, err := b.CountLines(b.keeper, c.id, filter, 10, 0)
		if hidden := filter == inventory.LinesDifferent || filter == inventory.LinesUnapproved; err != nil || hidden && len(blind) != 0 {
			t.Errorf("a counter finds by figures that are kept from them, %s: %+v, %v", filter, blind, err)
		}
		for _, l := range blind {
			if l.Prospect != "" || l.OnHand != nil || l.Value != nil || l.LineNo == 2 && l.Mine.String() != "98" || l.LineNo == 4 && l.Mine != nil {
				t.Errorf("a counter sees %+v", l)
			}
		}
	}
	c.must(c.close(true, "night"))
	for i, l := range c.lines(b.keeper) {
		if l.Outcome != before[i].Prospect {
			t.Errorf("line %d was to be %s and is %s", l.LineNo, before[i].Prospect, l.Outcome)
		}
	}
	if figures, err = c.figures(b.keeper); err != nil || figures.Found == nil || figures.Found.Confirmed != 1 || figures.Found.Adjusted != 1 || figures.Found.NeedApproval != 1 || figures.Uncounted != 1 || figures.Found.Differences != 2 {
		t.Errorf("closed: %+v, %v", figures, err)
	}
	scopes, err := b.CountScopes(b.keeper, b.depot)
	if err != nil || scopes[0].Lines != 4 || scopes[0].NeverCounted != 2 || scopes[0].OldestCount == nil || scopes[0].BeingCounted != 0 {
		t.Errorf("%+v, %v", scopes, err)
	}
}

// Bins drawn at random: a whole bin each, and nothing beside them.
func TestBinsAreDrawnAtRandom(t *testing.T) {
	b := setup(t)
	b.ok(b.receiveAt(time.Time{}, b.depot, "7", "A")) // in no bin
	bins := b.inBins(40)
	c := b.counting(inventory.CountRequest{Plan: inventory.CountPlan{Kind: inventory.PlanBins, Bins: 1, Seed: 3}})
	lines := c.lines(b.keeper)
	if len(lines) != 1 || lines[0].BinID != bins[0] && lines[0].BinID != bins[1] {
		t.Errorf("%+v", lines)
	}
	_, err := b.OpenCount(b.keeper, inventory.CountRequest{RequestKey: b.key(), SiteID: b.annex, Counters: 1, Plan: inventory.CountPlan{Kind: inventory.PlanBins, Bins: 1}})
	wantCode(t, err, "COUNT_EMPTY")
}

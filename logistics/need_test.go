package logistics

import (
	"testing"

	"changping/inventory"

	"github.com/shopspring/decimal"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func flood(norms ...Norm) Scenario {
	return Scenario{Code: "RF", DurationDays: 10, Norms: norms, Parameters: map[string]decimal.Decimal{
		"person": dec("5000"), "household": dec("2128"), "infant": dec("30"), "site": dec("10"), "km": dec("20")}}
}

func quantities(needs []Need) (all []string) {
	for _, n := range needs {
		all = append(all, n.Quantity.String())
	}
	return all
}

// Each case: what the norm of one item gives at two shelters of 700 and 500 people, and at the town's store (site 9).
func TestComputeNeeds(t *testing.T) {
	three := 3
	places := []Place{{SiteID: 1, People: 700}, {SiteID: 2, People: 500}}
	for name, c := range map[string]struct {
		norm  Norm
		days  int
		works int64
		want  []string
	}{
		"daily, one day":                      {Norm{Basis: "person", Quantity: dec("6"), PerDay: true}, 1, 9, []string{"4200", "3000"}},
		"daily, no longer than the norm says": {Norm{Basis: "person", Quantity: dec("3"), PerDay: true, Days: &three}, 5, 9, []string{"6300", "4500"}},
		"daily, no longer than the scenario":  {Norm{Basis: "person", Quantity: dec("1"), PerDay: true}, 60, 9, []string{"7000", "5000"}},
		"once, whatever the days":             {Norm{Basis: "person", Quantity: dec("1")}, 7, 9, []string{"700", "500"}},
		"households grow with the people":     {Norm{Basis: "household", Quantity: dec("1")}, 1, 9, []string{"298", "213"}}, // 510.72, rounded up once to 511
		"infants, rounded up for the whole":   {Norm{Basis: "infant", Quantity: dec("0.17"), PerDay: true}, 1, 9, []string{"1", "1"}},
		"per shelter":                         {Norm{Basis: "site", Quantity: dec("12"), PerDay: true}, 2, 9, []string{"24", "24"}},
		"works at the town's store":           {Norm{Basis: "km", Quantity: dec("2000")}, 1, 9, []string{"40000"}},
		"no works":                            {Norm{Basis: "km", Quantity: dec("2000")}, 1, 0, nil},
		"a basis that the table has not":      {Norm{Basis: "casualty", Quantity: dec("2")}, 1, 9, nil},
	} {
		t.Run(name, func(t *testing.T) {
			needs := computeNeeds(flood(c.norm), map[int64]inventory.Item{}, 1200, c.days, places, c.works)
			got := quantities(needs)
			if len(got) != len(c.want) {
				t.Fatalf("needs %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("needs %v, want %v", got, c.want)
				}
				if needs[i].Working == "" {
					t.Error("a need does not say how it came about")
				}
			}
		})
	}
}

func TestSharesAddUpToTheTotal(t *testing.T) {
	for _, total := range []string{"1", "7", "100", "9999.999"} {
		for _, people := range [][]int{{1, 1, 1}, {700, 500}, {1, 99999}, {0, 3}} {
			var places []Place
			for _, n := range people {
				places = append(places, Place{People: n})
			}
			sum := decimal.Zero
			for i, part := range shareOut(dec(total), 3, places) {
				sum = sum.Add(part)
				if part.IsNegative() || people[i] == 0 && !part.IsZero() {
					t.Errorf("a place of %d people gets %s", people[i], part)
				}
			}
			if !sum.Equal(dec(total)) {
				t.Errorf("%s over %v adds up to %s", total, people, sum)
			}
		}
	}
}

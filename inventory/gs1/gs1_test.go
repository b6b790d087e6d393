package gs1_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"changping/internal/fault"
	"changping/inventory/gs1"
)

type vectors struct {
	CurrentYear int
	Vectors     []struct {
		Name, Code, Error string
		Reading           *gs1.Reading
	}
}

func load(t testing.TB) vectors {
	raw, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVectors(t *testing.T) {
	all := load(t)
	for _, v := range all.Vectors {
		t.Run(v.Name, func(t *testing.T) {
			got, err := gs1.Parse(v.Code, all.CurrentYear)
			if v.Error != "" {
				if !fault.IsCode(err, v.Error) {
					t.Fatalf("got %+v, %v; want %s", got, err, v.Error)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(got, *v.Reading) {
				t.Fatalf("got %+v, %v; want %+v", got, err, *v.Reading)
			}
		})
	}
}

// A scan that does not tell the expiry does not erase it; a contradiction is told and changes nothing.
func TestMergeKeepsWhatIsKnown(t *testing.T) {
	known := gs1.Reading{GTIN: "06901234567892", ExpiresOn: "2028-11-30"}
	merged, err := known.Merge(gs1.Reading{GTIN: "06901234567892", Lot: "A"})
	if err != nil || merged.ExpiresOn != "2028-11-30" || merged.Lot != "A" {
		t.Errorf("%+v, %v", merged, err)
	}
	after, err := merged.Merge(gs1.Reading{Lot: "B", Serial: "1"})
	if !fault.IsCode(err, "GS1_CONFLICT") || after.Lot != "A" || after.Serial != "" {
		t.Errorf("%+v, %v", after, err)
	}
}

// Whatever a scanner sends: no panic, and what was split reads the same again in brackets.
func FuzzParse(f *testing.F) {
	all := load(f)
	for _, v := range all.Vectors {
		f.Add(v.Code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		elements, err := gs1.Split(code)
		if err != nil {
			if fault.As(err) == nil {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		var again strings.Builder
		for _, e := range elements {
			if strings.ContainsAny(e.Value, "()") {
				return // brackets within a value may be read as identifiers
			}
			again.WriteString("(" + e.AI + ")" + e.Value)
		}
		back, err := gs1.Split(again.String())
		if err != nil || !reflect.DeepEqual(back, elements) {
			t.Fatalf("%q split into %v, again into %v, %v", code, elements, back, err)
		}
		_, _ = gs1.Parse(code, 2026)
	})
}

package graph

import (
	"regexp"
	"slices"
	"testing"

	"changping/internal/pgtest"
	"changping/logistics"
	"changping/logistics/vrp"
)

// enums gives the values of every enum of the schema.
func enums(t *testing.T) map[string][]string {
	t.Helper()
	schema, err := Schema(&Resolver{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, typ := range schema.Inspect().Types() {
		if values := typ.EnumValues(&struct{ IncludeDeprecated bool }{true}); values != nil && typ.Name() != nil {
			for _, v := range *values {
				all[*typ.Name()] = append(all[*typ.Name()], v.Name())
			}
		}
	}
	return all
}

var quoted = regexp.MustCompile(`'([A-Za-z_]+)'`)

// A column that an enum shows holds what the enum has and nothing else: a value the schema does not know fails the whole answer.
func TestEnumsAreThoseOfTheirColumns(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	known := enums(t)
	for enum, column := range map[string][2]string{
		"Role": {"post", "role"}, "OrganisationKind": {"organisation", "kind"}, "Tier": {"organisation", "tier"}, "AuditOutcome": {"audit_entry", "outcome"},
		"Tracking": {"item", "tracking"}, "PackPolicy": {"item", "pack_policy"}, "SiteKind": {"site", "kind"},
		"LotOrigin": {"lot", "origin"}, "LotQuality": {"lot", "quality"}, "ReserveSource": {"reserve", "source"}, "Custody": {"reserve", "custody"}, "ReserveProgramme": {"reserve", "programme"},
		"DocumentKind": {"document", "kind"}, "DocumentState": {"document", "state"},
		"MinimumKind": {"minimum", "kind"}, "MinimumScope": {"minimum", "scope"}, "BreachRule": {"minimum", "on_breach"}, "BreachCause": {"minimum_breach", "cause"}, "ReminderKind": {"minimum_reminder", "kind"}, "RotationTaskState": {"rotation_task", "state"},
		"ResponseLevel": {"incident", "level"}, "IncidentState": {"incident", "state"}, "NeedOrigin": {"need", "origin"}, "AllocationState": {"allocation", "state"},
		"TripState": {"trip", "state"}, "WaybillState": {"waybill", "state"}, "DifferenceReason": {"waybill_line", "reason"}, "ShortLoadReason": {"short_load", "reason"},
		"ApprovalDecision": {"document_approval", "decision"}, "HoldReason": {"quality_hold", "reason"}, "HoldState": {"quality_hold", "state"}, "RecoveryState": {"recovery_line", "state"},
		"ConditionGrade": {"lot", "condition_grade"}, "ScrapFinding": {"scrap_appraisal", "finding"}, "DisposalWay": {"scrap_disposal", "way"},
		"InspectionKind": {"inspection", "kind"}, "InspectionResult": {"inspection", "result"}, "HazardApart": {"hazard_segregation", "apart"},
	} {
		var check string
		if err := db.Owner(t).QueryRow(t.Context(), `select pg_get_constraintdef(c.oid) from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
			where c.contype = 'c' and c.conrelid = $1::regclass and a.attname = $2 and pg_get_constraintdef(c.oid) like '%ANY%'`, column[0], column[1]).Scan(&check); err != nil {
			t.Errorf("%s: %s.%s has no list of values: %v", enum, column[0], column[1], err)
			continue
		}
		var values []string
		for _, m := range quoted.FindAllStringSubmatch(check, -1) {
			values = append(values, m[1])
		}
		slices.Sort(values)
		if got := slices.Sorted(slices.Values(known[enum])); !slices.Equal(got, values) {
			t.Errorf("enum %s has %v, column %s.%s %v", enum, got, column[0], column[1], values)
		}
	}
}

func text[S ~string](all []S) (texts []string) {
	for _, s := range all {
		texts = append(texts, string(s))
	}
	return texts
}

func TestReasonsAreThoseOfTheDomain(t *testing.T) {
	known := enums(t)
	for enum, want := range map[string][]string{"AllocationReason": text(logistics.AllocationReasons), "ShortfallReason": text(logistics.ShortfallReasons), "UnservedReason": text(vrp.Reasons)} {
		if !slices.Equal(known[enum], want) {
			t.Errorf("enum %s has %v, the domain %v", enum, known[enum], want)
		}
	}
}

package graph

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"changping/internal/fault"

	"github.com/graph-gophers/graphql-go"
)

// Global ids say what they are the id of, such as site_7, so that an id of one kind given for another is refused, not looked up.

func globalID(kind string, id int64) graphql.ID { return graphql.ID(fmt.Sprintf("%s_%d", kind, id)) }

func splitID(id graphql.ID) (kind string, n int64, ok bool) {
	kind, digits, found := strings.Cut(string(id), "_")
	n, err := strconv.ParseInt(digits, 10, 64)
	return kind, n, found && err == nil && n > 0 && string(globalID(kind, n)) == string(id)
}

// rowID reads a global id of the kind, or refuses it as the input field's fault.
func rowID(id graphql.ID, kind, field string) (int64, error) {
	k, n, ok := splitID(id)
	if !ok || k != kind {
		return 0, fault.Invalidf(field, "BAD_ID", "This is not the id of a %s.", kind)
	}
	return n, nil
}

// optionalID reads a global id that may be absent; 0 then.
func optionalID(id *graphql.ID, kind, field string) (int64, error) {
	if id == nil {
		return 0, nil
	}
	return rowID(*id, kind, field)
}

func optionalInt(s string) *int32 {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return nil
	}
	i := int32(n)
	return &i
}

// facts gives the facts of a fault or a line in order of name.
func facts(m map[string]string) []fact {
	all := make([]fact, 0, len(m))
	for name, value := range m {
		all = append(all, fact{name, value})
	}
	slices.SortFunc(all, func(a, b fact) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func orZero[T any](p *T) (zero T) {
	if p == nil {
		return zero
	}
	return *p
}

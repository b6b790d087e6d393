package graph

import "testing"

func TestEveryFieldHasItsResolver(t *testing.T) {
	if _, err := Schema(&Resolver{}); err != nil {
		t.Fatal(err)
	}
}

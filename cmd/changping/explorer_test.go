package main

import (
	"io"
	"net/http"
	"testing"

	"changping/graph"
)

// The explorer is open in the demonstration; elsewhere it is for those who may.
func TestWhoGetsTheExplorer(t *testing.T) {
	s := startServer(t)
	status := func(path, account string) int {
		r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if account != "" {
			r.Header.Set("Authorization", "Bearer "+s.signIn(account).token)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		return response.StatusCode
	}
	for _, path := range []string{"/graphiql", "/graphiql/", "/graphiql/assets/x.js"} {
		for account, refused := range map[string]bool{"": true, "keeper": true, "dispatcher": true, "auditor": false, "admin": false} {
			if got := status(path, account); (got == http.StatusForbidden) != refused {
				t.Errorf("%s for %q: %d", path, account, got)
			}
		}
	}
	s.app.demo = true
	if got := status("/graphiql", ""); got == http.StatusForbidden {
		t.Errorf("in the demonstration: %d", got)
	}
}

// The schema is served as it is executed, to anybody: it is the text that client writers generate from.
func TestTheSchemaIsServed(t *testing.T) {
	s := startServer(t)
	response, err := http.Get(s.url + "/schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || string(text) != graph.SDL() {
		t.Errorf("%d, %d bytes of %d, %v", response.StatusCode, len(text), len(graph.SDL()), err)
	}
}

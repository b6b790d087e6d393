package main

import (
	"net/http"
	"testing"
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

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"changping/access"
	"changping/internal/pgtest"
	"changping/inventory"
	"changping/logistics"
	"changping/logistics/roads"
)

// gate is the system behind HTTP with one person, wang, and no goods.
type gate struct {
	t       *testing.T
	db      *pgtest.Database
	app     *application
	handler http.Handler
}

func openGate(t *testing.T) *gate {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	app := &application{pool: db.Pool, access: access.New(db.Pool), inventory: inventory.New(db.Pool), logistics: logistics.New(db.Pool, roads.DefaultEstimate())}
	if _, err := app.access.CreatePerson(access.WithActor(t.Context(), access.System("test")), access.NewPerson{Account: "wang", Name: "王", Password: demoPassword}); err != nil {
		t.Fatal(err)
	}
	handler, err := app.handler()
	if err != nil {
		t.Fatal(err)
	}
	return &gate{t, db, app, handler}
}

// send sends a JSON body with headers, such as "Cookie: a=b", and gives the answer with its body.
func (g *gate) send(path, body string, headers ...string) (*http.Response, map[string]any) {
	g.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	raw, err := io.ReadAll(w.Result().Body)
	if err != nil {
		g.t.Fatal(err)
	}
	var answer map[string]any
	_ = json.Unmarshal(raw, &answer) // what is refused before it reaches a route is no JSON
	return w.Result(), answer
}

func credentials(account, password string) string {
	raw, _ := json.Marshal(map[string]string{"account": account, "password": password})
	return string(raw)
}

// viewer asks who the sender of the headers is: the account, or the code of the refusal; "": nobody.
func (g *gate) viewer(headers ...string) string {
	g.t.Helper()
	_, answer := g.send("/graphql", `{"query": "{ viewer { account } }"}`, headers...)
	if code := dig(answer, "errors.0.extensions.code"); code != nil {
		return fmt.Sprint(code)
	}
	if account := dig(answer, "data.viewer.account"); account != nil {
		return fmt.Sprint(account)
	}
	return ""
}

func TestSigningInAndOut(t *testing.T) {
	g := openGate(t)
	response, answer := g.send("/auth/sign-in", credentials("wang", demoPassword), "Cookie: "+cookieName+"=chosen-by-an-attacker")
	if response.StatusCode != http.StatusOK || answer["account"] != "wang" {
		t.Fatal(response.StatusCode, answer)
	}
	if response.Header.Get("Cache-Control") != "no-store" {
		t.Error("the answer with the secret may be cached")
	}
	cookie := response.Cookies()[0]
	if cookie.Name != cookieName || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" || cookie.Value == "chosen-by-an-attacker" || len(cookie.Value) < 40 {
		t.Errorf("the cookie is %+v", cookie)
	}
	carried := "Cookie: " + cookieName + "=" + cookie.Value
	for header, want := range map[string]string{
		carried:                                       "wang",
		"Authorization: Bearer " + cookie.Value:       "wang",
		"Authorization: bearer " + cookie.Value:       "wang",
		"Authorization: Basic d2FuZzp4":               "",
		"Cookie: other=" + cookie.Value:               "",
		carried + "x":                                 "SESSION_ENDED",
		carried + "; " + cookieName + "=planted":      "COOKIE_TWICE",
		"Authorization: Bearer " + cookie.Value + ".": "SESSION_ENDED",
	} {
		if got := g.viewer(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	response, _ = g.send("/auth/sign-out", `{}`, carried)
	if gone := response.Cookies()[0]; response.StatusCode != http.StatusOK || gone.MaxAge >= 0 || response.Header.Get("Clear-Site-Data") == "" {
		t.Errorf("signing out: %d, cookie %+v", response.StatusCode, gone)
	}
	if got := g.viewer(carried); got != "SESSION_ENDED" {
		t.Errorf("after signing out: %q", got)
	}
}

func TestTokensComeInHeadersOnly(t *testing.T) {
	g := openGate(t)
	token, err := g.app.access.CreateToken(access.WithActor(t.Context(), access.System("test")), "wang", "x", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got := g.viewer("Authorization: Bearer " + token); got != "wang" {
		t.Errorf("in the header: %q", got)
	}
	if got := g.viewer("Cookie: " + cookieName + "=" + token); got != "SESSION_ENDED" {
		t.Errorf("in a cookie: %q", got)
	}
}

func TestRefusedSigningIn(t *testing.T) {
	g := openGate(t)
	for name, c := range map[string]struct {
		body, header string
		status       int
		code         any
	}{
		"a wrong password":         {credentials("wang", "wrong"), "", 401, "BAD_CREDENTIALS"},
		"an unknown account":       {credentials("nobody", demoPassword), "", 401, "BAD_CREDENTIALS"},
		"NUL in the account":       {credentials("wang\x00", demoPassword), "", 401, "BAD_CREDENTIALS"},
		"a password of a megabyte": {credentials("wang", strings.Repeat("x", 1<<20)), "", 400, "BAD_REQUEST"},
		"no JSON":                  {`account=wang`, "", 400, "BAD_REQUEST"},
		"nothing":                  {``, "", 400, "BAD_REQUEST"},
		"a number for an account":  {`{"account": 5, "password": "x"}`, "", 400, "BAD_REQUEST"},
		"a form":                   {credentials("wang", demoPassword), "Content-Type: text/plain", 415, "MEDIA_TYPE"},
		"from another site":        {credentials("wang", demoPassword), "Sec-Fetch-Site: cross-site", 403, nil},
		"with another's origin":    {credentials("wang", demoPassword), "Origin: https://evil.example", 403, nil},
		"with the origin null":     {credentials("wang", demoPassword), "Origin: null", 403, nil},
	} {
		response, answer := g.send("/auth/sign-in", c.body, append([]string{}, c.header)...)
		if response.StatusCode != c.status || answer["code"] != c.code || len(response.Cookies()) > 0 || answer["token"] != nil {
			t.Errorf("%s: %d %v, want %d %v", name, response.StatusCode, answer, c.status, c.code)
		}
	}
}

func TestLockoutIsTold(t *testing.T) {
	g := openGate(t)
	if _, err := g.db.Pool.Exec(t.Context(), `insert into sign_in_failure select 'wang', '192.0.2.0/24', now() - make_interval(mins => 3, secs => n) from generate_series(1, 5) n`); err != nil {
		t.Fatal(err)
	}
	response, answer := g.send("/auth/sign-in", credentials("wang", demoPassword)) // httptest calls from 192.0.2.1
	if response.StatusCode != http.StatusUnauthorized || answer["code"] != "LOCKED_OUT" || dig(answer, "facts.minutes") != "12" || response.Header.Get("Retry-After") != "720" {
		t.Errorf("%d %v, Retry-After %q", response.StatusCode, answer, response.Header.Get("Retry-After"))
	}
}

func TestNetworks(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"192.0.2.77:5000":           "192.0.2.0/24",
		"[::ffff:192.0.2.77]:5000":  "192.0.2.0/24",
		"[2001:db8:1:2345::9]:5000": "2001:db8:1:2300::/56",
		"[fe80::1%eth0]:5000":       "fe80::/56",
		"@":                         "",
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = address
		r.Header.Set("X-Forwarded-For", "203.0.113.9") // anybody can write that
		if got := network(r); got != want {
			t.Errorf("%s is of %q, want %q", address, got, want)
		}
	}
}

package access_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"changping/access"
	"changping/internal/fault"
)

func TestSignIn(t *testing.T) {
	d := setup(t)
	secret, actor, err := d.SignIn(t.Context(), "wang", password, here)
	if err != nil || actor.PersonID != d.wang || len(actor.Posts) != 1 {
		t.Fatal(actor, err)
	}
	found, err := d.Authenticate(t.Context(), secret, access.InCookie)
	if err != nil || found.PersonID != d.wang || found.Account != "wang" || len(found.Posts) != 1 || found.Posts[0].Role != access.Dispatcher || !found.Posts[0].District {
		t.Errorf("authenticated as %+v, %v", found, err)
	}
	if n := d.count(`select count(*) from session where encode(secret_hash, 'escape') like '%' || $1 || '%'`, secret); n != 0 {
		t.Error("the secret itself is stored")
	}
	again, _, err := d.SignIn(t.Context(), "wang", password, here)
	if err != nil || again == secret {
		t.Errorf("signing in twice gave the same session: %v", err)
	}
}

// A wrong password, an account that does not exist, one that is disabled and one without a password are told the same.
func TestRefusedSignInsAreAlike(t *testing.T) {
	d := setup(t)
	d.person("gone")
	d.execute(`update person set disabled_at = now() where account = 'gone'`)
	if _, err := d.CreatePerson(d.system(), access.NewPerson{Account: "machine", Name: "x"}); err != nil {
		t.Fatal(err)
	}
	_, _, want := d.SignIn(t.Context(), "wang", "wrong password", here)
	wantCode(t, want, "BAD_CREDENTIALS")
	for name, c := range map[string]struct{ account, password string }{
		"no such account":         {"nobody", password},
		"a disabled account":      {"gone", password},
		"no password":             {"machine", password},
		"the hash's own password": {"nobody", "there is no such account"},
		"an empty password":       {"wang", ""},
		"one letter less":         {"wang", password[1:]},
		"another case":            {"wang", strings.ToUpper(password)},
		"a longer password":       {"wang", password + strings.Repeat("x", 300)},
		"NUL in the account":      {"wang\x00", password},
		"not UTF-8":               {"wang\xff", password},
		"a very long account":     {strings.Repeat("w", 1<<20), password},
		"SQL":                     {"wang' or '1'='1", password},
	} {
		secret, actor, err := d.SignIn(t.Context(), c.account, c.password, here)
		if secret != "" || actor != nil || err == nil || err.Error() != want.Error() {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	// An unknown account costs the same hashing. The quickest of several tries, and a wide margin: this is no benchmark.
	quickest := func(account string) time.Duration {
		var tries []time.Duration
		for i := range 3 {
			started := time.Now()
			d.SignIn(t.Context(), account, "wrong password", fmt.Sprintf("10.%d.0.0/24", i))
			tries = append(tries, time.Since(started))
		}
		return slices.Min(tries)
	}
	if known, unknown := quickest("wang"), quickest("nobody"); unknown < known/4 {
		t.Errorf("an unknown account is refused after %s, a wrong password after %s", unknown, known)
	}
}

func TestLockout(t *testing.T) {
	d := setup(t)
	fail := func(n int) {
		t.Helper()
		for range n {
			_, _, err := d.SignIn(t.Context(), "wang", "wrong password", here)
			wantCode(t, err, "BAD_CREDENTIALS")
		}
	}
	shift := func(by string) {
		t.Helper()
		d.execute(`update sign_in_failure set failed_at = failed_at - $1::interval`, by)
	}
	fail(4)
	if n := d.count(`select count(*) from sign_in_failure`); n != 4 {
		t.Fatalf("%d failures are counted, want 4: a refusal must not roll its own count back", n)
	}
	d.signIn()
	if n := d.count(`select count(*) from sign_in_failure`); n != 0 {
		t.Fatalf("%d failures are remembered after signing in rightly", n)
	}
	fail(5)
	_, _, err := d.SignIn(t.Context(), "wang", password, here)
	wantCode(t, err, "LOCKED_OUT")
	if f := fault.As(err); f.Kind != fault.Unauthenticated || f.Facts["minutes"] != "15" || !strings.Contains(f.Message, "15 minutes") {
		t.Errorf("told as %+v", f)
	}
	if n := d.count(`select count(*) from sign_in_failure`); n != 5 {
		t.Errorf("%d failures: being locked out must not prolong it", n)
	}
	// Not elsewhere, and not another account.
	if _, _, err := d.SignIn(t.Context(), "wang", password, "198.51.100.0/24"); err != nil {
		t.Errorf("the duty officer is locked out from elsewhere: %v", err)
	}
	d.person("li")
	if _, _, err := d.SignIn(t.Context(), "li", password, here); err != nil {
		t.Errorf("the neighbour at the desk is locked out: %v", err)
	}
	shift("10 minutes 30 seconds")
	_, _, err = d.SignIn(t.Context(), "wang", password, here)
	if f := fault.As(err); f == nil || f.Facts["minutes"] != "5" {
		t.Errorf("after ten and a half minutes: %v", err)
	}
	shift("4 minutes 31 seconds")
	d.signIn()
}

// Five failures lock only when they lie within a quarter of an hour, and then for a quarter of an hour after the last.
func TestLockoutWindow(t *testing.T) {
	d := setup(t)
	for name, c := range map[string]struct {
		minutesAgo []int
		minutes    string // left; "": not locked
	}{
		"five in a row":            {[]int{1, 1, 1, 1, 1}, "14"},
		"spread over 14 minutes":   {[]int{0, 3, 7, 10, 14}, "15"},
		"spread over 16 minutes":   {[]int{0, 4, 8, 12, 16}, ""},
		"the fifth 14 minutes ago": {[]int{14, 17, 20, 23, 28}, "1"},
		"the fifth 15 minutes ago": {[]int{15, 16, 17, 18, 19}, ""},
		"four":                     {[]int{0, 0, 0, 0}, ""},
		"one after a lock":         {[]int{0, 16, 17, 18, 19, 20}, ""},
	} {
		d.execute(`delete from sign_in_failure`)
		for i, ago := range c.minutesAgo {
			// A second apart, and a little further back, so that the figures do not hang on how quickly this runs.
			d.execute(`insert into sign_in_failure values ('wang', $1, now() - make_interval(mins => $2, secs => $3))`, here, ago, 1+i)
		}
		_, _, err := d.SignIn(t.Context(), "wang", password, here)
		if c.minutes == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		} else if c.minutes != "" && (!fault.IsCode(err, "LOCKED_OUT") || fault.As(err).Facts["minutes"] != c.minutes) {
			t.Errorf("%s: %v, want %s minutes", name, err, c.minutes)
		}
	}
}

// slow makes adding a row to a table take a while, so that what runs at once does meet there.
func (d *district) slow(table string) {
	d.t.Helper()
	d.execute(`create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.1); return new; end $$`)
	d.execute(`create trigger slow before insert on ` + table + ` for each row execute function slow()`)
}

// Guesses that are sent all at once are counted like any others: the right one among them is of no use.
func TestLockoutHoldsAgainstParallelGuesses(t *testing.T) {
	d := setup(t)
	d.slow("sign_in_failure")
	const guesses = 24
	var mu sync.Mutex
	codes := map[string]int{}
	var all sync.WaitGroup
	for i := range guesses {
		all.Go(func() {
			_, _, err := d.SignIn(t.Context(), "wang", "guess number "+strconv.Itoa(i), here)
			mu.Lock()
			defer mu.Unlock()
			codes[fault.As(err).Code]++
		})
	}
	all.Wait()
	if codes["BAD_CREDENTIALS"] != 5 || codes["LOCKED_OUT"] != guesses-5 {
		t.Errorf("answers %v: five guesses may be answered, no more", codes)
	}
}

func TestSessionEnds(t *testing.T) {
	d := setup(t)
	for name, c := range map[string]struct {
		change string
		want   string
	}{
		"in use":                  {`update session set last_used_at = now() - interval '29 minutes'`, ""},
		"idle for 30 minutes":     {`update session set last_used_at = now() - interval '30 minutes 1 second'`, "SESSION_ENDED"},
		"just under twelve hours": {`update session set created_at = now() - interval '11 hours 59 minutes', expires_at = expires_at - interval '11 hours 59 minutes'`, ""},
		"after twelve hours":      {`update session set created_at = now() - interval '12 hours 1 second', expires_at = expires_at - interval '12 hours 1 second'`, "SESSION_ENDED"},
		"the person is disabled":  {`update person set disabled_at = now() where account = 'wang'`, "SESSION_ENDED"},
		"revoked":                 {`update session set revoked_at = now()`, "SESSION_ENDED"},
	} {
		d.execute(`update person set disabled_at = null`)
		secret := d.signIn()
		d.execute(c.change)
		if _, err := d.Authenticate(t.Context(), secret, access.InCookie); (err == nil) != (c.want == "") || err != nil && !fault.IsCode(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		d.execute(`delete from session`)
	}
}

// Use keeps a session from idling away, but not beyond twelve hours.
func TestUseKeepsASessionUpToTwelveHours(t *testing.T) {
	d := setup(t)
	secret := d.signIn()
	for hours := 0; ; hours++ {
		for range 3 { // every twenty minutes
			if _, err := d.Authenticate(t.Context(), secret, access.InCookie); err != nil {
				if hours != 12 {
					t.Errorf("ended after %d hours: %v", hours, err)
				}
				return
			}
			d.execute(`update session set created_at = created_at - interval '20 minutes', last_used_at = last_used_at - interval '20 minutes', expires_at = expires_at - interval '20 minutes'`)
		}
		if hours > 12 {
			t.Fatal("a session that is used lives for ever")
		}
	}
}

func TestSignOut(t *testing.T) {
	d := setup(t)
	secret, other := d.signIn(), d.signIn()
	if err := d.SignOut(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	_, err := d.Authenticate(t.Context(), secret, access.InCookie)
	wantCode(t, err, "SESSION_ENDED")
	if _, err := d.Authenticate(t.Context(), other, access.InCookie); err != nil {
		t.Errorf("the other session ended too: %v", err)
	}
	if err := d.SignOut(t.Context(), "no such secret"); err != nil {
		t.Error(err)
	}
	for _, secret := range []string{"", "x", secret + "x", strings.Repeat("x", 1<<20), "\x00", "'; --"} {
		_, err := d.Authenticate(t.Context(), secret, access.InCookie)
		wantCode(t, err, "SESSION_ENDED")
	}
}

func (d *district) alive(secrets []string) (alive []int) {
	d.t.Helper()
	for i, secret := range secrets {
		if _, err := d.Authenticate(d.t.Context(), secret, access.InCookie); err == nil {
			alive = append(alive, i)
		}
	}
	return alive
}

func TestFiveSessionsAPerson(t *testing.T) {
	d := setup(t)
	var secrets []string
	for range 7 {
		secrets = append(secrets, d.signIn())
	}
	if alive := d.alive(secrets); !slices.Equal(alive, []int{2, 3, 4, 5, 6}) {
		t.Errorf("sessions %v live, want the newest five", alive)
	}
	// What has idled away takes no place from what is in use.
	d.execute(`update session set last_used_at = now() - interval '31 minutes' where id in (select id from session order by id desc limit 4)`)
	secrets = append(secrets, d.signIn())
	if alive := d.alive(secrets); !slices.Equal(alive, []int{2, 7}) {
		t.Errorf("sessions %v live, want the one in use and the new one", alive)
	}
}

func TestFiveSessionsEvenAtOnce(t *testing.T) {
	d := setup(t)
	d.slow("session")
	secrets := make([]string, 12)
	var all sync.WaitGroup
	for i := range secrets {
		all.Go(func() {
			var err error
			if secrets[i], _, err = d.SignIn(context.Background(), "wang", password, fmt.Sprintf("10.0.%d.0/24", i)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if alive := d.alive(secrets); len(alive) != 5 {
		t.Errorf("%d sessions live", len(alive))
	}
}

func TestTokens(t *testing.T) {
	d := setup(t)
	secret, err := d.CreateToken(d.system(), " wang ", "stock report", 24*time.Hour)
	if err != nil || !strings.HasPrefix(secret, "cp_") || len(secret) < 40 {
		t.Fatal(secret, err)
	}
	a, err := d.Authenticate(t.Context(), secret, access.InHeader)
	if err != nil || a.PersonID != d.wang {
		t.Fatal(a, err)
	}
	_, err = d.Authenticate(t.Context(), secret, access.InCookie)
	wantCode(t, err, "SESSION_ENDED") // a browser sends cookies by itself
	d.execute(`update session set last_used_at = now() - interval '3 hours'`)
	if _, err := d.Authenticate(t.Context(), secret, access.InHeader); err != nil {
		t.Errorf("a machine that calls once in three hours: %v", err)
	}
	for range 6 {
		d.signIn()
	}
	if _, err := d.Authenticate(t.Context(), secret, access.InHeader); err != nil {
		t.Errorf("sessions of the person crowded the token out: %v", err)
	}
	d.execute(`update session set expires_at = expires_at - interval '24 hours 1 second' where kind = 'TOKEN'`)
	_, err = d.Authenticate(t.Context(), secret, access.InHeader)
	wantCode(t, err, "SESSION_ENDED")
}

func TestTokensAreRefused(t *testing.T) {
	d := setup(t)
	for _, validFor := range []time.Duration{0, -time.Hour, 90*24*time.Hour + time.Second} {
		_, err := d.CreateToken(d.system(), "wang", "x", validFor)
		wantCode(t, err, "VALID_FOR")
	}
	_, err := d.CreateToken(d.system(), "nobody", "x", time.Hour)
	wantCode(t, err, "NOT_FOUND")
	wang, err := d.FindActor(t.Context(), "wang")
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.CreateToken(access.WithActor(t.Context(), wang), "wang", "x", time.Hour)
	wantCode(t, err, "NOT_ALLOWED")
	_, err = d.CreateToken(t.Context(), "wang", "x", time.Hour)
	wantCode(t, err, "SIGN_IN")
	if n := d.count(`select count(*) from session`); n != 0 {
		t.Errorf("%d tokens were made all the same", n)
	}
	secret, err := d.CreateToken(d.system(), "wang", "x", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	d.execute(`update person set disabled_at = now() where account = 'wang'`)
	_, err = d.Authenticate(t.Context(), secret, access.InHeader)
	wantCode(t, err, "SESSION_ENDED")
}

// A database that is away is no reason to tell people that their session has ended.
func TestDatabaseAwayIsNotTheEndOfASession(t *testing.T) {
	d := setup(t)
	secret := d.signIn()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Authenticate(ctx, secret, access.InCookie); fault.IsCode(err, "SESSION_ENDED") || !errors.Is(err, context.Canceled) {
		t.Errorf("told as %v", err)
	}
}

package access_test

import (
	"sync"
	"testing"
	"time"

	"changping/access"
)

// Whose a secret is may be remembered for a moment; what ends or changes sessions in this process is heeded at once.
func TestRemembered(t *testing.T) {
	d := setup(t)
	d.Remember = time.Hour
	known := func(secret string) *access.Actor {
		t.Helper()
		a, err := d.Authenticate(t.Context(), secret, access.InCookie)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	secret := d.signIn()
	first := known(secret)
	d.execute(`update session set revoked_at = now()`)
	if known(secret) != first {
		t.Error("it was looked up again within the moment")
	}
	_, err := d.Authenticate(t.Context(), secret, access.InHeader)
	wantCode(t, err, "SESSION_ENDED") // what is known of a cookie says nothing of a header
	// Ended here: at once, although an hour is not over.
	secret, other := d.signIn(), d.signIn()
	known(secret)
	known(other)
	if err := d.SignOut(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	_, err = d.Authenticate(t.Context(), secret, access.InCookie)
	wantCode(t, err, "SESSION_ENDED")
	// A post given here is in force at once.
	posts := len(known(other).Posts)
	d.post(access.NewPost{PersonID: d.wang, Role: access.Auditor, OrganisationID: known(other).Posts[0].OrganisationID})
	if n := len(known(other).Posts); n != posts+1 {
		t.Errorf("%d posts, want %d", n, posts+1)
	}
	// The oldest of more sessions than one may have gives way at once.
	known(d.signIn()) // the fourth that lives
	known(other)
	for range 4 {
		d.signIn()
	}
	_, err = d.Authenticate(t.Context(), other, access.InCookie)
	wantCode(t, err, "SESSION_ENDED")
	// What was changed elsewhere is seen when the moment is over, and where nothing is to be remembered at once.
	for _, moment := range []time.Duration{time.Millisecond, 0} {
		d.Remember = moment
		secret = d.signIn()
		known(secret)
		d.execute(`update person set disabled_at = now() where account = 'wang'`)
		time.Sleep(2 * moment)
		_, err = d.Authenticate(t.Context(), secret, access.InCookie)
		wantCode(t, err, "SESSION_ENDED")
		d.execute(`update person set disabled_at = null where account = 'wang'`)
	}
}

// However requests and signing out fall together: once signing out has answered, the session is over.
func TestSigningOutBesideRequests(t *testing.T) {
	d := setup(t)
	d.Remember = time.Hour
	for range 20 {
		secret := d.signIn()
		var asking sync.WaitGroup
		for range 4 {
			asking.Go(func() {
				for range 5 {
					d.Authenticate(t.Context(), secret, access.InCookie) //nolint:errcheck // it ends in between
				}
			})
		}
		if err := d.SignOut(t.Context(), secret); err != nil {
			t.Error(err)
		}
		asking.Wait()
		_, err := d.Authenticate(t.Context(), secret, access.InCookie)
		wantCode(t, err, "SESSION_ENDED")
	}
}

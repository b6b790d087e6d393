package access_test

import (
	"context"
	"testing"
	"time"

	"changping/access"
)

// administrator is a context in which zhao, who administers the district, acts.
func (d *district) administrator() (ctx context.Context, id int64) {
	d.t.Helper()
	id = d.person("zhao")
	d.post(access.NewPost{PersonID: id, Role: access.Administrator, OrganisationID: d.root})
	a, err := d.FindActor(d.t.Context(), "zhao")
	if err != nil {
		d.t.Fatal(err)
	}
	return access.WithActor(d.t.Context(), a), id
}

// Whose access is ended is out at once, however long sessions are remembered: by cookie, by token, and by signing in anew.
func TestAPersonIsDisabledAtOnce(t *testing.T) {
	d := setup(t)
	d.Remember = time.Hour
	admin, zhao := d.administrator()
	token, err := d.CreateToken(admin, "wang", "script", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	secret := d.signIn()
	for s, carrier := range map[string]access.Carrier{secret: access.InCookie, token: access.InHeader} {
		if _, err := d.Authenticate(t.Context(), s, carrier); err != nil {
			t.Fatal(err)
		}
	}
	end := access.PersonEnd{RequestKey: "disable-wang-1", PersonID: d.wang, Reason: "left the bureau"}
	for _, c := range []struct {
		e    access.PersonEnd
		code string
	}{
		{access.PersonEnd{RequestKey: "disable-none-1", PersonID: d.wang, Reason: " "}, "REASON_MISSING"},
		{access.PersonEnd{RequestKey: "disable-none-2", PersonID: zhao, Reason: "x"}, "OWN_ACCOUNT"},
		{access.PersonEnd{RequestKey: "disable-none-3", PersonID: 999, Reason: "x"}, "NOT_FOUND"},
	} {
		_, err := d.DisablePerson(admin, c.e)
		wantCode(t, err, c.code)
	}
	if replayed, err := d.DisablePerson(admin, end); err != nil || replayed {
		t.Fatal(replayed, err)
	}
	for s, carrier := range map[string]access.Carrier{secret: access.InCookie, token: access.InHeader} {
		_, err := d.Authenticate(t.Context(), s, carrier)
		wantCode(t, err, "SESSION_ENDED")
	}
	_, _, err = d.SignIn(t.Context(), "wang", password, here)
	wantCode(t, err, "BAD_CREDENTIALS")
	if replayed, err := d.DisablePerson(admin, end); err != nil || !replayed {
		t.Error(replayed, err)
	}
	end.RequestKey = "disable-wang-2"
	_, err = d.DisablePerson(admin, end)
	wantCode(t, err, "PERSON_DISABLED")
	if all, err := d.ListPeople().First(admin, 10); err != nil || len(all) != 2 || all[0].Account != "wang" || all[0].DisabledAt == nil || all[1].DisabledAt != nil {
		t.Errorf("%+v, %v", all, err)
	}
}

// A post that is ended gives nothing from then on, however long sessions are remembered; what began before today keeps its days.
func TestAPostEndsAtOnce(t *testing.T) {
	d := setup(t)
	d.Remember = time.Hour
	admin, zhao := d.administrator()
	d.post(access.NewPost{PersonID: d.wang, Role: access.Auditor, OrganisationID: d.root})
	d.execute(`update post set from_date = from_date - 9 where role = 'DISPATCHER'`)
	secret := d.signIn()
	known := func() []access.Post {
		t.Helper()
		a, err := d.Authenticate(t.Context(), secret, access.InCookie)
		if err != nil {
			t.Fatal(err)
		}
		return a.Posts
	}
	posts := known()
	if len(posts) != 2 {
		t.Fatalf("%+v", posts)
	}
	of, err := d.PostsOf(t.Context(), []int64{zhao})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = d.EndPost(admin, access.PostEnd{RequestKey: "end-own-post", PostID: of[zhao][0].ID, Reason: "x"})
	wantCode(t, err, "OWN_ACCOUNT")
	_, _, err = d.EndPost(admin, access.PostEnd{RequestKey: "end-no-post-", PostID: 999, Reason: "x"})
	wantCode(t, err, "NOT_FOUND")
	for i, p := range posts {
		end := access.PostEnd{RequestKey: "end-post-" + string(p.Role), PostID: p.ID, Reason: "moved on"}
		if person, replayed, err := d.EndPost(admin, end); err != nil || replayed || person != d.wang {
			t.Fatal(person, replayed, err)
		}
		if person, replayed, err := d.EndPost(admin, end); err != nil || !replayed || person != d.wang {
			t.Error(person, replayed, err)
		}
		if left := known(); len(left) != 1-i {
			t.Errorf("after %s has ended: %+v", p.Role, left)
		}
	}
	if of, err = d.PostsOf(t.Context(), []int64{d.wang}); err != nil || len(of[d.wang]) != 1 || of[d.wang][0].Role != access.Dispatcher || of[d.wang][0].ToDate == nil {
		t.Errorf("what is kept: %+v, %v", of, err)
	}
	_, _, err = d.EndPost(admin, access.PostEnd{RequestKey: "end-post-again", PostID: of[d.wang][0].ID, Reason: "x"})
	wantCode(t, err, "POST_ENDED")
	_, _, err = d.EndPost(access.WithActor(t.Context(), &access.Actor{PersonID: d.wang, Account: "wang"}), access.PostEnd{RequestKey: "end-by-other", PostID: 1, Reason: "x"})
	wantCode(t, err, "NOT_ALLOWED")
}

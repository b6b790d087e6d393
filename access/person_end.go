package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// PersonRow is a person in a list.
type PersonRow struct {
	ID            int64
	Account, Name string
	DisabledAt    *time.Time
}

var personFilters = []postgres.Field{
	postgres.ByID("id", "person", "id"), postgres.ByText("account", "account"), postgres.ByText("name", "name"), postgres.ByInstant("disabledAt", "disabled_at"),
}

// ListPeople gives people by account or by name. Administrators, auditors.
func (acc *Access) ListPeople() *postgres.List[PersonRow] {
	return &postgres.List[PersonRow]{Fields: personFilters, Pool: acc.Pool, Orders: []postgres.Order{
		{Name: "ACCOUNT", By: []postgres.Key{{SQL: "account", Type: "text"}}},
		{Name: "NAME", By: []postgres.Key{{SQL: "name" + postgres.ByName, Type: "text"}, {SQL: "account", Type: "text"}}},
	}, Listing: func(ctx context.Context, _ postgres.Order) (postgres.Listing, error) {
		_, _, err := Require(ctx, "person.read")
		return postgres.Listing{Columns: `id, account, name, disabled_at`, From: `from person where true`}, err
	}}
}

// PeopleByID gives people by id. Administrators, auditors.
func (acc *Access) PeopleByID(ctx context.Context, ids []int64) ([]PersonRow, error) {
	if _, _, err := Require(ctx, "person.read"); err != nil {
		return nil, err
	}
	rows, err := acc.Pool.Query(ctx, `select id, account, name, disabled_at from person where id = any($1) order by account`, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[PersonRow])
}

// PostsOf gives every post of people, those that are over too, the newest first, whoever asks: used below lists that are already within
// scope.
func (acc *Access) PostsOf(ctx context.Context, personIDs []int64) (map[int64][]Post, error) {
	rows, err := acc.Pool.Query(ctx, `select person_id, id, role, organisation_id, coalesce(site_id, 0), from_date, to_date from post where person_id = any($1) order by person_id, id desc`, personIDs)
	if err != nil {
		return nil, err
	}
	all := map[int64][]Post{}
	var person int64
	var p Post
	_, err = pgx.ForEachRow(rows, []any{&person, &p.ID, &p.Role, &p.OrganisationID, &p.SiteID, &p.FromDate, &p.ToDate}, func() error {
		all[person] = append(all[person], p)
		return nil
	})
	return all, err
}

// PersonEnd asks for a person's access to be ended.
type PersonEnd struct {
	RequestKey string `json:"-"`
	PersonID   int64
	Reason     string
}

// DisablePerson ends a person's access: every session and token is over at once, and signing in is refused. What they have done keeps their
// name. Administrators, never themselves.
//
// Refuses with: REASON_MISSING, OWN_ACCOUNT, NOT_FOUND, PERSON_DISABLED.
func (acc *Access) DisablePerson(ctx context.Context, e PersonEnd) (replayed bool, err error) {
	e.Reason = strings.TrimSpace(e.Reason)
	_, replayed, err = acc.changePerson(ctx, e.RequestKey, "disablePerson", e, func(tx pgx.Tx, actor *Actor) (int64, Entry, error) {
		entry := Entry{Action: "person.disable", ObjectKind: "person", ObjectID: e.PersonID, Detail: map[string]string{"reason": e.Reason}}
		switch {
		case e.Reason == "":
			return 0, entry, fault.Invalidf("reason", "REASON_MISSING", "Say why this person's access ends.")
		case actor.PersonID == e.PersonID:
			return 0, entry, fault.New(fault.Refused, "OWN_ACCOUNT", "Nobody ends their own access: another administrator does it.").At("personId")
		}
		var disabled bool
		err := tx.QueryRow(ctx, `select disabled_at is not null from person where id = $1 for update`, e.PersonID).Scan(&disabled)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return 0, entry, fault.Absent("person", fmt.Sprint(e.PersonID)).At("personId")
		case err != nil:
			return 0, entry, err
		case disabled:
			return 0, entry, fault.New(fault.Conflict, "PERSON_DISABLED", "This person's access has ended already.").At("personId")
		}
		if _, err := tx.Exec(ctx, `update person set disabled_at = now(), revision = revision + 1 where id = $1`, e.PersonID); err != nil {
			return 0, entry, err
		}
		_, err = tx.Exec(ctx, `update session set revoked_at = now() where person_id = $1 and revoked_at is null`, e.PersonID)
		return e.PersonID, entry, err
	})
	return replayed, err
}

// PostEnd asks for a post to be ended.
type PostEnd struct {
	RequestKey string `json:"-"`
	PostID     int64
	Reason     string
}

// EndPost ends a post at once: yesterday was its last day. One that began today, or has not begun, is taken back; the audit trail has it.
// Administrators, never their own.
//
// Refuses with: REASON_MISSING, OWN_ACCOUNT, NOT_FOUND, POST_ENDED.
func (acc *Access) EndPost(ctx context.Context, e PostEnd) (personID int64, replayed bool, err error) {
	e.Reason = strings.TrimSpace(e.Reason)
	return acc.changePerson(ctx, e.RequestKey, "endPost", e, func(tx pgx.Tx, actor *Actor) (int64, Entry, error) {
		entry := Entry{Action: "post.end", ObjectKind: "person"}
		if e.Reason == "" {
			return 0, entry, fault.Invalidf("reason", "REASON_MISSING", "Say why this post ends.")
		}
		var personID int64
		var p Post
		var over, begun bool
		err := tx.QueryRow(ctx, `select person_id, role, organisation_id, coalesce(site_id, 0), coalesce(to_date < business_date(), false), from_date < business_date() from post where id = $1 for update`, e.PostID).
			Scan(&personID, &p.Role, &p.OrganisationID, &p.SiteID, &over, &begun)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return 0, entry, fault.Absent("post", fmt.Sprint(e.PostID)).At("postId")
		case err != nil:
			return 0, entry, err
		case actor.PersonID == personID:
			return 0, entry, fault.New(fault.Refused, "OWN_ACCOUNT", "Nobody ends their own post: another administrator does it.").At("postId")
		case over:
			return 0, entry, fault.New(fault.Conflict, "POST_ENDED", "This post is over already.").At("postId")
		}
		entry.ObjectID, entry.Detail = personID, map[string]any{"role": p.Role, "organisation": p.OrganisationID, "site": p.SiteID, "reason": e.Reason}
		end := `delete from post where id = $1`
		if begun {
			end = `update post set to_date = business_date() - 1 where id = $1`
		}
		_, err = tx.Exec(ctx, end, e.PostID)
		return personID, entry, err
	})
}

// changePerson runs a change of what people may do, once per request key, audits it, and forgets whose sessions were remembered. The
// answer is the person's id.
func (acc *Access) changePerson(ctx context.Context, key, operation string, input any, do func(tx pgx.Tx, actor *Actor) (int64, Entry, error)) (personID int64, replayed bool, err error) {
	actor, _, err := Require(ctx, "settings.write")
	if err != nil {
		return 0, false, err
	}
	defer acc.remembered.clear()
	err = postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) (err error) {
		personID, replayed, err = Once(ctx, tx, key, operation, input, func() (int64, error) {
			id, entry, err := do(tx, actor)
			if err != nil {
				return 0, err
			}
			return id, RecordTx(ctx, tx, entry)
		})
		return err
	})
	return personID, replayed, err
}

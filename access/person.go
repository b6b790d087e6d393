package access

import (
	"context"
	"errors"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// NewPerson is a person to be added. An empty password: may not sign in by password.
type NewPerson struct {
	Account, Name, Phone, Password string
	Demo                           bool
}

// CreatePerson adds a person. Administrators.
func (acc *Access) CreatePerson(ctx context.Context, p NewPerson) (id int64, err error) {
	if _, _, err := Require(ctx, "settings.write"); err != nil {
		return 0, err
	}
	var hash *string
	if p.Password != "" {
		if n := len([]rune(p.Password)); n < 10 || n > 256 {
			return 0, fault.Invalidf("password", "PASSWORD", "A password has 10 to 256 characters.")
		}
		h := hashPassword(p.Password)
		hash = &h
	}
	err = postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `insert into person (account, name, phone, password_hash, demo) values ($1, $2, $3, $4, $5) returning id`,
			p.Account, p.Name, p.Phone, hash, p.Demo).Scan(&id); err != nil {
			return err
		}
		return RecordTx(ctx, tx, Entry{Action: "person.create", ObjectKind: "person", ObjectID: id, Detail: map[string]string{"account": p.Account}})
	})
	return id, err
}

// NewPost is a post to be given.
type NewPost struct {
	PersonID       int64
	Role           Role
	OrganisationID int64
	SiteID         int64 // 0: the whole organisation
	Deputy         bool
}

// GrantPost gives a person a post from today. Administrators.
func (acc *Access) GrantPost(ctx context.Context, p NewPost) error {
	if _, _, err := Require(ctx, "settings.write"); err != nil {
		return err
	}
	defer acc.remembered.clear()
	return postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into post (person_id, role, organisation_id, site_id, deputy) values ($1, $2, $3, nullif($4::bigint, 0), $5) on conflict do nothing`,
			p.PersonID, p.Role, p.OrganisationID, p.SiteID, p.Deputy); err != nil {
			return err
		}
		return RecordTx(ctx, tx, Entry{Action: "post.grant", ObjectKind: "person", ObjectID: p.PersonID, Detail: map[string]any{"role": p.Role, "organisation": p.OrganisationID}})
	})
}

// loadActor reads a person with the posts in force today. A post at an organisation covers it and all below it, with their
// sites; a liaison officer's also the shelters and cabinets that lie in the town.
func loadActor(ctx context.Context, pool *pgxpool.Pool, personID int64) (*Actor, error) {
	a := &Actor{PersonID: personID}
	if err := pool.QueryRow(ctx, `select account, name from person where id = $1 and disabled_at is null`, personID).Scan(&a.Account, &a.Name); err != nil {
		return nil, err
	}
	rows, err := pool.Query(ctx, `
		with recursive mine as (
		  select p.* from post p where p.person_id = $1 and p.from_date <= business_date() and (p.to_date is null or p.to_date >= business_date())),
		below as (
		  select id as post_id, organisation_id from mine where site_id is null
		  union select b.post_id, o.id from organisation o join below b on o.parent_id = b.organisation_id)
		select m.id, m.role, m.organisation_id, coalesce(m.site_id, 0), m.from_date, m.to_date, m.site_id is null and o.parent_id is null and o.kind = 'DISTRICT_BUREAU',
		  coalesce((select array_agg(b.organisation_id) from below b where b.post_id = m.id), '{}'),
		  coalesce((select array_agg(distinct s.id) from site s where s.id = m.site_id
		     or exists (select 1 from below b where b.post_id = m.id and (b.organisation_id = s.organisation_id
		        or m.role = 'LIAISON' and b.organisation_id = s.town_id and s.kind in ('SHELTER','PUBLIC_CABINET')))), '{}')
		from mine m join organisation o on o.id = m.organisation_id order by m.id`, personID)
	if err != nil {
		return nil, err
	}
	var p Post
	var to *time.Time
	_, err = pgx.ForEachRow(rows, []any{&p.ID, &p.Role, &p.OrganisationID, &p.SiteID, &p.FromDate, &to, &p.District, &p.OrganisationIDs, &p.SiteIDs}, func() error {
		post := p
		post.ToDate = to
		post.OrganisationIDs, post.SiteIDs = append([]int64{}, p.OrganisationIDs...), append([]int64{}, p.SiteIDs...)
		a.Posts = append(a.Posts, post)
		return nil
	})
	return a, err
}

// FindActor gives the person of an account, with posts, for the command line.
func (acc *Access) FindActor(ctx context.Context, account string) (*Actor, error) {
	var id int64
	err := acc.Pool.QueryRow(ctx, `select id from person where account = $1 and disabled_at is null`, account).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, fault.Absent("person", account)
	}
	if err != nil {
		return nil, err
	}
	return loadActor(ctx, acc.Pool, id)
}

package graph

import (
	"context"

	"changping/access"
	"changping/internal/gql/scalar"

	"github.com/graph-gophers/graphql-go"
)

type personView struct {
	ID            graphql.ID
	Account, Name string
	DisabledAt    *scalar.DateTime
	posts         *below[[]postView]
	personID      int64
}

// Posts lists the posts of the person.
func (v *personView) Posts(ctx context.Context) ([]postView, error) {
	posts, err := v.posts.of(ctx, v.personID)
	return append([]postView{}, posts...), err
}

// viewPeople makes the views of people with their posts.
func (r *Resolver) viewPeople(_ context.Context, rows []access.PersonRow) (func(access.PersonRow) *personView, error) {
	ids := make([]int64, len(rows))
	for i, p := range rows {
		ids[i] = p.ID
	}
	posts := &below[[]postView]{read: func(ctx context.Context) (map[int64][]postView, error) {
		of, err := r.Access.PostsOf(ctx, ids)
		if err != nil {
			return nil, err
		}
		rel := r.relations()
		for _, all := range of {
			for _, p := range all {
				rel.orgs[p.OrganisationID], rel.sites[p.SiteID] = true, true
			}
		}
		err = rel.load(ctx)
		views := map[int64][]postView{}
		for id, all := range of {
			for _, p := range all {
				views[id] = append(views[id], rel.post(p))
			}
		}
		return views, err
	}}
	return func(p access.PersonRow) *personView {
		return &personView{globalID("person", p.ID), p.Account, p.Name, scalar.NewDateTimePointer(p.DisabledAt), posts, p.ID}
	}, nil
}

// post is the view of a post whose organisation and site are loaded.
func (x *relations) post(p access.Post) postView {
	return postView{globalID("post", p.ID), string(p.Role), x.orgViews[p.OrganisationID], x.siteViews[p.SiteID], scalar.NewDate(p.FromDate), scalar.NewDatePointer(p.ToDate)}
}

// People lists people.
func (r *Resolver) People(ctx context.Context, args struct{ pageArgs }) (*connection[*personView], error) {
	return connect(ctx, "people", args.pageArgs, r.Access.ListPeople(), r.viewPeople)
}

type personPayload struct {
	Person     *personView
	Replayed   bool
	UserErrors []*userError
}

func (r *Resolver) personAnswer(ctx context.Context, action string, personID int64, replayed bool, err error) (*personPayload, error) {
	p := &personPayload{Replayed: replayed}
	if p.UserErrors, err = r.refused(ctx, action, err); err != nil || len(p.UserErrors) > 0 {
		return p, err
	}
	rows, err := r.Access.PeopleByID(ctx, []int64{personID})
	if err != nil || len(rows) == 0 {
		return p, err
	}
	view, err := r.viewPeople(ctx, rows)
	if err == nil {
		p.Person = view(rows[0])
	}
	return p, err
}

// DisablePerson ends a person's access.
func (r *Resolver) DisablePerson(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		PersonID   graphql.ID
		Reason     string
	}
}) (*personPayload, error) {
	id, err := rowID(args.Input.PersonID, "person", "personId")
	replayed := false
	if err == nil {
		replayed, err = r.Access.DisablePerson(ctx, access.PersonEnd{RequestKey: args.Input.RequestKey, PersonID: id, Reason: args.Input.Reason})
	}
	return r.personAnswer(ctx, "disablePerson", id, replayed, err)
}

// EndPost ends a post.
func (r *Resolver) EndPost(ctx context.Context, args struct {
	Input struct {
		RequestKey string
		PostID     graphql.ID
		Reason     string
	}
}) (*personPayload, error) {
	post, err := rowID(args.Input.PostID, "post", "postId")
	var person int64
	replayed := false
	if err == nil {
		person, replayed, err = r.Access.EndPost(ctx, access.PostEnd{RequestKey: args.Input.RequestKey, PostID: post, Reason: args.Input.Reason})
	}
	return r.personAnswer(ctx, "endPost", person, replayed, err)
}

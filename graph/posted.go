package graph

import (
	"cmp"
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/gql/httpapi"

	"github.com/graph-gophers/graphql-go"
)

const (
	postedEvery = time.Second // how late an event may be
	postedMost  = 50          // documents that are read at once
)

type documentPostedView struct {
	EventID  graphql.ID
	Document *documentView
}

// DocumentPosted follows the ledger.
func (r *Resolver) DocumentPosted(ctx context.Context, args struct{ After *graphql.ID }) (<-chan *documentPostedView, error) {
	last, err := r.Inventory.SettledUpTo(ctx)
	if err != nil {
		return nil, err
	}
	if after := cmp.Or(string(orZero(args.After)), httpapi.LastEventID(ctx)); after != "" {
		number, found := strings.CutPrefix(after, "posted_")
		if last, err = strconv.ParseInt(number, 10, 64); !found || err != nil || last < 0 {
			return nil, fault.Invalidf("after", "CURSOR", "This is not the id of an event.")
		}
	}
	events := make(chan *documentPostedView)
	go func() {
		defer close(events)
		for ctx.Err() == nil {
			some, upTo, more, err := r.postedAfter(ctx, last)
			if err != nil && ctx.Err() == nil {
				if f := fault.As(err); f != nil && f.Kind != fault.Unavailable {
					return // who may read no more reads no more
				}
				slog.WarnContext(ctx, "the ledger cannot be followed just now", "error", err) // and is tried again from the same place
			}
			for _, e := range some {
				select {
				case events <- e:
				case <-ctx.Done():
					return
				}
			}
			if last = upTo; more {
				continue
			}
			select {
			case <-time.After(postedEvery):
			case <-ctx.Done():
			}
		}
	}()
	return events, nil
}

// postedAfter gives the events after a number, up to which number it has read, and whether there are more at once.
func (r *Resolver) postedAfter(ctx context.Context, after int64) (events []*documentPostedView, upTo int64, more bool, err error) {
	posted, err := r.Inventory.EnteredAfter(ctx, after, postedMost)
	if err != nil || len(posted) == 0 {
		return nil, after, false, err
	}
	// The caller's posts may have changed since the stream began.
	actor, err := r.Access.FindActor(ctx, access.ActorFrom(ctx).Account)
	if err != nil {
		return nil, after, false, err
	}
	ctx = access.WithActor(ctx, actor)
	ids := make([]int64, len(posted))
	for i, p := range posted {
		ids[i] = p.DocumentID
	}
	views, err := r.documentViews(ctx, ids)
	if err != nil {
		return nil, after, false, err
	}
	for _, p := range posted {
		if v := views[p.DocumentID]; v != nil {
			events = append(events, &documentPostedView{graphql.ID("posted_" + strconv.FormatInt(p.UpTo, 10)), v})
		}
	}
	return events, posted[len(posted)-1].UpTo, len(posted) == postedMost, nil
}

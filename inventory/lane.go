package inventory

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

// In an incident everyone wants the same goods. A lock held across a commit caps a hot item at one posting per flush of the
// disk, whatever the code; so requests that come while another of their lane is being written wait together and are then
// decided one by one upon one book and written in one commit. A lane that is free is gone through at once.

// lanes is how many batches may be on their way at a time; a request's lane follows from its first item, so that those who want
// the same goods meet.
const laneCount = 4

// The most requests in one batch, and the most lines: beyond that, waiting for neighbours costs more than it saves.
const (
	batchMost      = 64
	batchLinesMost = 512
)

const batchDeadline = 8 * time.Second

// request is a write on its way into the ledger: what it must lock and read, and how it is decided upon the book.
type request struct {
	ctx    context.Context
	claim  *access.Claim
	reach  reach
	lines  int
	decide func(b *book) (Posting, error)
	done   chan outcome
}

type outcome struct {
	posted Posted
	err    error
}

// lane lets one batch through at a time.
type lane struct {
	turn    chan struct{} // holds one token: who has it writes
	waiting chan *request
}

func newLanes() [laneCount]*lane {
	var all [laneCount]*lane
	for i := range all {
		all[i] = &lane{turn: make(chan struct{}, 1), waiting: make(chan *request, 4096)}
		all[i].turn <- struct{}{}
	}
	return all
}

// post writes one request, alone or with those that wait beside it. It answers only after the commit. When ctx ends while the
// write is under way, what became of it is unknown, and the same request key tells.
func (inv *Inventory) post(ctx context.Context, key, operation string, input any, r reach, lines int, decide func(b *book) (Posting, error)) (Posted, error) {
	claim, err := access.NewClaim(ctx, key, operation, input)
	if err != nil {
		return Posted{}, err
	}
	req := &request{ctx: ctx, claim: claim, reach: r, lines: lines, decide: decide, done: make(chan outcome, 1)}
	l := inv.lanes[0]
	if len(r.levels) > 0 {
		l = inv.lanes[uint64(r.levels[0].itemID)%laneCount]
	}
	select {
	case l.waiting <- req:
	default:
		return Posted{}, fault.New(fault.Unavailable, "BUSY", "Too many people are writing to the same goods just now. Try again shortly.")
	}
	for {
		select {
		case o := <-req.done:
			return o.posted, o.err
		case <-l.turn: // this request leads: it writes itself and those that wait
			batch := l.take()
			if len(batch) > 0 {
				inv.writeBatch(batch)
			}
			l.turn <- struct{}{}
		case <-ctx.Done():
			return Posted{}, ctx.Err()
		}
	}
}

// take gives those that wait, as many as fit into one batch, leaving out those that have gone.
func (l *lane) take() (batch []*request) {
	lines := 0
	for len(batch) < batchMost && lines < batchLinesMost {
		select {
		case r := <-l.waiting:
			if r.ctx.Err() != nil {
				r.done <- outcome{err: r.ctx.Err()}
				continue
			}
			batch = append(batch, r)
			lines += r.lines
		default:
			return batch
		}
	}
	return batch
}

// writeBatch writes requests in one transaction and answers each. Where the transaction as a whole fails, each is written alone,
// so that no request fails for a neighbour's sake.
func (inv *Inventory) writeBatch(batch []*request) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(batch[0].ctx), batchDeadline)
	defer cancel()
	outcomes := make([]outcome, len(batch))
	err := postgres.InTx(ctx, inv.Pool, func(tx pgx.Tx) error { return decideBatch(ctx, tx, batch, outcomes) })
	for i, r := range batch {
		switch {
		case err == nil:
			r.done <- outcomes[i]
		case len(batch) == 1 || r.claim.Keyless(): // without a key nobody could tell whether a second try is a second write
			r.done <- outcome{err: err}
		default:
			inv.writeBatch([]*request{r})
		}
	}
}

// decideBatch claims the keys, opens the book for all, decides each request upon it, and writes what was accepted.
func decideBatch(ctx context.Context, tx pgx.Tx, batch []*request, outcomes []outcome) error {
	claims := make([]*access.Claim, len(batch))
	var r reach
	for i, req := range batch {
		claims[i] = req.claim
		r.add(req.reach)
	}
	if err := access.ClaimTx(ctx, tx, claims); err != nil {
		return err
	}
	if len(batch) == 1 && claims[0].Known { // a repeated request: nothing to lock
		outcomes[0] = replay(claims[0])
		return nil
	}
	b, err := openBook(ctx, tx, r)
	if err != nil {
		return err
	}
	accepted := make([]int, len(batch)) // index into the book's entries, or -1
	for i, req := range batch {
		outcomes[i], accepted[i] = outcome{}, -1
		if req.claim.Known {
			continue
		}
		lotsBefore := len(b.newLots)
		p, err := req.decide(b)
		if err == nil {
			_, err = b.post(req.ctx, p)
		}
		if outcomes[i].err = err; err != nil {
			b.forgetLots(lotsBefore)
			continue
		}
		accepted[i] = len(b.entries) - 1
	}
	if err := b.write(ctx); err != nil {
		return err
	}
	answers := make([][]byte, len(batch))
	for i := range batch {
		if accepted[i] >= 0 {
			outcomes[i].posted = Posted{DocumentID: b.entries[accepted[i]].documentID}
			if answers[i], err = json.Marshal(outcomes[i].posted); err != nil {
				return err
			}
		}
	}
	for i, req := range batch {
		if !req.claim.Known {
			continue
		}
		if first := slices.IndexFunc(batch[:i], func(o *request) bool { return o.claim.Same(req.claim) && !o.claim.Known }); first >= 0 && !req.claim.Reused {
			outcomes[i] = outcomes[first]
			outcomes[i].posted.Replayed = outcomes[i].err == nil
			continue
		}
		outcomes[i] = replay(req.claim)
	}
	writing := &pgx.Batch{}
	access.QueueAnswers(writing, claims, answers)
	if writing.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, writing).Close()
}

// replay answers a request whose key was used before.
func replay(c *access.Claim) (o outcome) {
	if c.Reused {
		o.err = access.ErrReused()
		return o
	}
	o.err = json.Unmarshal(c.Stored, &o.posted)
	o.posted.Replayed = true
	return o
}

package access

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Claim is a request key about to be used: who used it, for which operation, with which input.
type Claim struct {
	personID  int64
	key       string
	operation string
	hash      [sha256.Size]byte
	system    bool // the system itself needs no key

	// Known says that the key was used before: by the same request, whose answer is Stored, or Reused for something else.
	Known, Reused bool
	Stored        []byte
}

// NewClaim checks a request key. The key itself is left out of the input's JSON. An empty key is allowed for the system only.
//
// Refuses with: REQUEST_KEY (missing or malformed), SIGN_IN.
func NewClaim(ctx context.Context, key, operation string, input any) (*Claim, error) {
	a := ActorFrom(ctx)
	if key == "" && a != nil && a.System {
		return &Claim{system: true}, nil
	}
	if len(key) < 8 || len(key) > 128 || bytes.ContainsFunc([]byte(key), func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, fault.Invalidf("requestKey", "REQUEST_KEY", "A request key has 8 to 128 visible ASCII characters, made by the client before it first sends.")
	}
	if a == nil {
		return nil, fault.New(fault.Unauthenticated, "SIGN_IN", "Sign in first.")
	}
	content, err := json.Marshal(input)
	if err != nil {
		return nil, err
	}
	return &Claim{personID: a.PersonID, key: key, operation: operation, hash: sha256.Sum256(append([]byte(operation+"\n"), content...))}, nil
}

// owner is whose key it is: a key is known by both.
type owner struct {
	personID int64
	key      string
}

func (c *Claim) owner() owner { return owner{c.personID, c.key} }

// Same reports whether two claims are for one key.
func (c *Claim) Same(o *Claim) bool { return !c.system && c.owner() == o.owner() }

// Keyless reports whether the request came from the system itself, without a key.
func (c *Claim) Keyless() bool { return c.system }

// ErrReused is the refusal of a key that was used for something else.
func ErrReused() *fault.Error {
	return fault.New(fault.Conflict, "REQUEST_KEY_REUSED", "This request key was used for something else already: make a new one for each write.").At("requestKey")
}

// claimTx claims a key. A second request that comes while the first still runs waits for it on the key's row.
func claimTx(ctx context.Context, tx pgx.Tx, c *Claim) error {
	if c.system {
		return nil
	}
	made, err := tx.Exec(ctx, `insert into request_key (person_id, key, operation, input_hash) values ($1, $2, $3, $4) on conflict do nothing`, c.personID, c.key, c.operation, c.hash[:])
	if err != nil || made.RowsAffected() == 1 {
		return err
	}
	var known []byte
	if err := tx.QueryRow(ctx, `select input_hash, answer from request_key where person_id = $1 and key = $2`, c.personID, c.key).Scan(&known, &c.Stored); err != nil {
		return err
	}
	c.Known, c.Reused = true, !bytes.Equal(known, c.hash[:])
	return nil
}

// QueueClaims queues the reading of what is known of keys, for requests that are decided together and written by QueueAnswers. It goes
// after the locks of what the requests are about, so that a request that waited for its own first sending finds the answer. Of two
// claims for one key, the later is known without an answer yet.
func QueueClaims(batch *pgx.Batch, claims []*Claim) {
	first := map[owner]*Claim{}
	var people []int64
	var keys []string
	for _, c := range claims {
		if c.Known, c.Reused, c.Stored = false, false, nil; c.system {
			continue
		}
		if before := first[c.owner()]; before != nil {
			c.Known, c.Reused = true, before.hash != c.hash
			continue
		}
		first[c.owner()] = c
		people, keys = append(people, c.personID), append(keys, c.key)
	}
	if len(keys) == 0 {
		return
	}
	var o owner
	var hash, answer []byte
	batch.Queue(`select r.person_id, r.key, r.input_hash, r.answer from unnest($1::bigint[], $2::text[]) as t(p, k) join request_key r on r.person_id = t.p and r.key = t.k`, people, keys).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&o.personID, &o.key, &hash, &answer}, func() error {
			for _, c := range claims {
				if !c.system && c.owner() == o {
					c.Known, c.Stored, c.Reused = true, bytes.Clone(answer), !bytes.Equal(hash, c.hash[:])
				}
			}
			return nil
		})
		return err
	})
}

// ErrKeyRaced says that a key that QueueClaims did not find was used elsewhere meanwhile: begin again and find it.
var ErrKeyRaced = fault.New(fault.Unavailable, "BUSY", "The same request is being answered elsewhere this moment. Send it again: its request key tells what was written.")

// QueueAnswers queues the keeping of the answers of requests that were done, with their keys. A failed attempt stores nothing, so its
// key may be used again. A nil answer: refused. The batch fails with ErrKeyRaced where another transaction has kept one meanwhile.
func QueueAnswers(batch *pgx.Batch, claims []*Claim, answers [][]byte) {
	type kept struct {
		*Claim
		answer []byte
	}
	var all []kept
	for i, c := range claims {
		if !c.system && !c.Known && answers[i] != nil {
			all = append(all, kept{c, answers[i]})
		}
	}
	n := len(all)
	if n == 0 {
		return
	}
	// In one order, so that two of these never wait for one another in a ring.
	slices.SortFunc(all, func(a, b kept) int { return cmp.Or(cmp.Compare(a.personID, b.personID), cmp.Compare(a.key, b.key)) })
	people, keys, operations, hashes, texts := make([]int64, n), make([]string, n), make([]string, n), make([][]byte, n), make([]string, n)
	for i, c := range all {
		people[i], keys[i], operations[i], hashes[i], texts[i] = c.personID, c.key, c.operation, c.hash[:], string(c.answer)
	}
	batch.Queue(`insert into request_key (person_id, key, operation, input_hash, answer) select p, k, o, h, a from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::jsonb[]) as t(p, k, o, h, a)
		on conflict do nothing`, people, keys, operations, hashes, texts).Exec(func(tag pgconn.CommandTag) error {
		if tag.RowsAffected() != int64(n) {
			return ErrKeyRaced
		}
		return nil
	})
}

// Once runs do once per person and request key, in the caller's transaction. The same key with the same input gives the
// answer of the first time (replayed).
//
// The answer must marshal to JSON: ids, not contents. Refuses with: REQUEST_KEY, REQUEST_KEY_REUSED (same key, other content).
func Once[T any](ctx context.Context, tx pgx.Tx, key, operation string, input any, do func() (T, error)) (answer T, replayed bool, err error) {
	claim, err := NewClaim(ctx, key, operation, input)
	if err != nil {
		return answer, false, err
	}
	if err := claimTx(ctx, tx, claim); err != nil {
		return answer, false, err
	}
	switch {
	case claim.Reused:
		return answer, false, ErrReused()
	case claim.Known:
		return answer, true, json.Unmarshal(claim.Stored, &answer)
	}
	if answer, err = do(); err != nil || claim.system {
		return answer, false, err
	}
	stored, err := json.Marshal(answer)
	if err != nil {
		return answer, false, err
	}
	_, err = tx.Exec(ctx, `update request_key set answer = $3 where person_id = $1 and key = $2`, claim.personID, claim.key, string(stored))
	return answer, false, err
}

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

// Same reports whether two claims are for one key.
func (c *Claim) Same(o *Claim) bool { return !c.system && c.personID == o.personID && c.key == o.key }

// Keyless reports whether the request came from the system itself, without a key.
func (c *Claim) Keyless() bool { return c.system }

// ErrReused is the refusal of a key that was used for something else.
func ErrReused() *fault.Error {
	return fault.New(fault.Conflict, "REQUEST_KEY_REUSED", "This request key was used for something else already: make a new one for each write.").At("requestKey")
}

// ClaimTx claims keys, one statement for all. A second request that comes while the first still runs waits for it on the key's
// row. Of two claims for one key in one call, the later sees the key as known without an answer yet.
func ClaimTx(ctx context.Context, tx pgx.Tx, claims []*Claim) error {
	sorted := make([]*Claim, 0, len(claims))
	for _, c := range claims {
		if c.Known, c.Reused, c.Stored = false, false, nil; !c.system {
			sorted = append(sorted, c)
		}
	}
	if len(sorted) == 0 {
		return nil
	}
	// In one order, so that two calls never wait for one another in a ring.
	slices.SortStableFunc(sorted, func(a, b *Claim) int { return cmp.Or(cmp.Compare(a.personID, b.personID), cmp.Compare(a.key, b.key)) })
	n := len(sorted)
	people, keys, operations, hashes := make([]int64, n), make([]string, n), make([]string, n), make([][]byte, n)
	for i, c := range sorted {
		people[i], keys[i], operations[i], hashes[i] = c.personID, c.key, c.operation, c.hash[:]
	}
	type owner struct {
		personID int64
		key      string
	}
	made := map[owner]bool{}
	rows, err := tx.Query(ctx, `insert into request_key (person_id, key, operation, input_hash)
		select p, k, o, h from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[]) with ordinality as t(p, k, o, h, n) order by n
		on conflict do nothing returning person_id, key`, people, keys, operations, hashes)
	if err != nil {
		return err
	}
	var o owner
	if _, err := pgx.ForEachRow(rows, []any{&o.personID, &o.key}, func() error { made[o] = true; return nil }); err != nil {
		return err
	}
	var rest []*Claim
	for _, c := range sorted {
		if o := (owner{c.personID, c.key}); made[o] {
			made[o] = false // the first of its key
			continue
		}
		c.Known = true
		rest = append(rest, c)
	}
	for _, c := range rest { // replays are rare
		var known []byte
		if err := tx.QueryRow(ctx, `select input_hash, answer from request_key where person_id = $1 and key = $2`, c.personID, c.key).Scan(&known, &c.Stored); err != nil {
			return err
		}
		c.Reused = !bytes.Equal(known, c.hash[:])
	}
	return nil
}

// QueueAnswers queues the answers of the requests that were done, and the release of the keys of those that were refused: a
// failed attempt stores nothing, so its key may be used again. A nil answer: refused.
func QueueAnswers(batch *pgx.Batch, claims []*Claim, answers [][]byte) {
	var people, gone []int64
	var keys, goneKeys []string
	var texts []string
	for i, c := range claims {
		switch {
		case c.system || c.Known:
		case answers[i] == nil:
			gone, goneKeys = append(gone, c.personID), append(goneKeys, c.key)
		default:
			people, keys, texts = append(people, c.personID), append(keys, c.key), append(texts, string(answers[i]))
		}
	}
	if len(keys) > 0 {
		batch.Queue(`update request_key r set answer = t.a from unnest($1::bigint[], $2::text[], $3::jsonb[]) as t(p, k, a) where r.person_id = t.p and r.key = t.k`, people, keys, texts)
	}
	if len(goneKeys) > 0 {
		batch.Queue(`delete from request_key r using unnest($1::bigint[], $2::text[]) as t(p, k) where r.person_id = t.p and r.key = t.k and r.answer is null`, gone, goneKeys)
	}
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
	if err := ClaimTx(ctx, tx, []*Claim{claim}); err != nil {
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
	batch := &pgx.Batch{}
	QueueAnswers(batch, []*Claim{claim}, [][]byte{stored})
	return answer, false, tx.SendBatch(ctx, batch).Close()
}

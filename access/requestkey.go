package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// Once runs do once per person and request key, in the caller's transaction. The same key with the same input gives the
// answer of the first time (replayed); a second request that comes while the first still runs waits for it on the key's
// row. A failed attempt stores nothing, so its key may be used again.
//
// The answer must marshal to JSON: ids, not contents. The key itself is left out of the input's JSON. An empty key is
// allowed for the system only.
//
// Refuses with: REQUEST_KEY (missing or malformed), REQUEST_KEY_REUSED (same key, other content).
func Once[T any](ctx context.Context, tx pgx.Tx, key, operation string, input any, do func() (T, error)) (answer T, replayed bool, err error) {
	a := ActorFrom(ctx)
	if key == "" && a != nil && a.System {
		answer, err = do()
		return answer, false, err
	}
	if len(key) < 8 || len(key) > 128 || bytes.ContainsFunc([]byte(key), func(r rune) bool { return r <= ' ' || r > '~' }) {
		return answer, false, fault.Invalidf("requestKey", "REQUEST_KEY", "A request key has 8 to 128 visible ASCII characters, made by the client before it first sends.")
	}
	if a == nil {
		return answer, false, fault.New(fault.Unauthenticated, "SIGN_IN", "Sign in first.")
	}
	content, err := json.Marshal(input)
	if err != nil {
		return answer, false, err
	}
	hash := sha256.Sum256(append([]byte(operation+"\n"), content...))
	tag, err := tx.Exec(ctx, `insert into request_key (person_id, key, operation, input_hash) values ($1, $2, $3, $4) on conflict do nothing`, a.PersonID, key, operation, hash[:])
	if err != nil {
		return answer, false, err
	}
	if tag.RowsAffected() == 0 {
		var known, stored []byte
		if err := tx.QueryRow(ctx, `select input_hash, answer from request_key where person_id = $1 and key = $2`, a.PersonID, key).Scan(&known, &stored); err != nil {
			return answer, false, err
		}
		if !bytes.Equal(known, hash[:]) {
			return answer, false, fault.New(fault.Conflict, "REQUEST_KEY_REUSED", "This request key was used for something else already: make a new one for each write.").At("requestKey")
		}
		return answer, true, json.Unmarshal(stored, &answer)
	}
	if answer, err = do(); err != nil {
		return answer, false, err
	}
	stored, err := json.Marshal(answer)
	if err != nil {
		return answer, false, err
	}
	_, err = tx.Exec(ctx, `update request_key set answer = $3 where person_id = $1 and key = $2`, a.PersonID, key, stored)
	return answer, false, err
}

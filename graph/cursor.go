package graph

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"sync/atomic"

	"github.com/jackc/pgx/v5/pgxpool"
)

// A cursor is the key of a row, and proof that we wrote it: what a client makes up never reaches SQL, and nobody comes to rely on
// what is inside.
const (
	cursorProof   = 16
	longestCursor = 1200
)

// cursorKey proves cursors in this process; the first that is set stays.
var cursorKey atomic.Pointer[[]byte]

// UseCursorKey proves cursors by the district's key. It is drawn once and kept with the settings, so that a cursor outlives a
// restart and is good at every server. Without it a process has a key of its own.
func UseCursorKey(ctx context.Context, pool *pgxpool.Pool) error {
	if _, err := pool.Exec(ctx, `insert into setting (name, value) values ('cursor.key', $1) on conflict do nothing`, hex.EncodeToString(drawKey())); err != nil {
		return err
	}
	var text string
	if err := pool.QueryRow(ctx, `select value from setting where name = 'cursor.key'`).Scan(&text); err != nil {
		return err
	}
	key, err := hex.DecodeString(text)
	if err != nil || len(key) < 16 {
		return fmt.Errorf("the setting cursor.key is no key: delete it, and one is drawn anew")
	}
	cursorKey.CompareAndSwap(nil, &key)
	return nil
}

func drawKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	return key
}

func proofOf(raw []byte) []byte {
	key := cursorKey.Load()
	if key == nil {
		own := drawKey()
		cursorKey.CompareAndSwap(nil, &own)
		key = cursorKey.Load()
	}
	mac := hmac.New(sha256.New, *key)
	mac.Write(raw)
	return mac.Sum(nil)[:cursorProof]
}

func sealCursor(raw []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(proofOf(raw), raw...))
}

func openCursor(cursor string) (raw []byte, ours bool) {
	if len(cursor) > longestCursor {
		return nil, false
	}
	all, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(all) < cursorProof {
		return nil, false
	}
	return all[cursorProof:], hmac.Equal(all[:cursorProof], proofOf(all[cursorProof:]))
}

package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const (
	sessionIdle     = 30 * time.Minute
	sessionAbsolute = 12 * time.Hour // a duty shift
	tokenLongest    = 90 * 24 * time.Hour
	sessionsAllowed = 5 // of a person at once
	failuresAllowed = 5
	lockoutWindow   = 15 * time.Minute
)

func newSecret() string {
	raw := make([]byte, 32)
	rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

func secretHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// SignIn opens a session for account and password. network is the caller's network (a /24 or /56): five failures within a
// quarter of an hour close it to that account for a quarter of an hour, from that network only, so that nobody can lock the
// duty officer out from elsewhere. Signing in rightly forgets the failures before it.
//
// Refuses with: BAD_CREDENTIALS (the same for an unknown account, in the same time), LOCKED_OUT (minutes: how long yet).
func (acc *Access) SignIn(ctx context.Context, account, password, network string) (secret string, actor *Actor, err error) {
	if len(account) > 64 || len([]rune(password)) > 256 || !utf8.ValidString(account) || strings.ContainsRune(account, 0) {
		return "", nil, badCredentials()
	}
	// Before the password is hashed, so that guessing on costs us nothing; and again after it, below.
	if err := requireNoLockout(ctx, acc.Pool, account, network); err != nil {
		return "", nil, err
	}
	var id int64
	hash := nobodysHash
	err = acc.Pool.QueryRow(ctx, `select id, password_hash from person where account = $1 and disabled_at is null and password_hash is not null`, account).Scan(&id, &hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", nil, postgres.Fault(err)
	}
	right := passwordMatches(hash, password) && id != 0
	if right {
		if actor, err = loadActor(ctx, acc.Pool, id); err != nil {
			return "", nil, postgres.Fault(err)
		}
		secret = newSecret()
	}
	var refusal error
	if err := postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		// One after the other: of a hundred guesses sent at once only five are answered, and the right one among the rest
		// cannot be told from the wrong ones.
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended(concat_ws('|', current_schema(), 'sign-in', $1::text, $2::text), 0))`, account, network); err != nil {
			return err
		}
		if refusal = requireNoLockout(ctx, tx, account, network); refusal != nil {
			return nil //nolint:nilerr // the refusal is told after the transaction, which has nothing to undo
		}
		if !right {
			// The refusal is told after the transaction, not by it: no rollback may forget a failure.
			refusal = badCredentials()
			return recordFailure(ctx, tx, account, network)
		}
		return openSession(ctx, tx, actor, account, network, secret)
	}); err != nil {
		return "", nil, err
	}
	if refusal != nil {
		return "", nil, refusal
	}
	acc.remembered.clear() // the person's oldest session may have given way
	return secret, actor, nil
}

// requireNoLockout refuses an account that has failed five times within the window, for as long again after the fifth.
func requireNoLockout(ctx context.Context, q interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}, account, network string) error {
	var minutes *int
	if err := q.QueryRow(ctx, `select ceil(extract(epoch from max(failed_at) + make_interval(secs => $3) - clock_timestamp()) / 60)::integer
		from (select failed_at, lag(failed_at, $4) over (order by failed_at) as first
		  from sign_in_failure where account = $1 and network = $2 and failed_at > clock_timestamp() - 2 * make_interval(secs => $3)) f
		where failed_at > clock_timestamp() - make_interval(secs => $3) and failed_at - first < make_interval(secs => $3)`,
		account, network, lockoutWindow.Seconds(), failuresAllowed-1).Scan(&minutes); err != nil {
		return postgres.Fault(err)
	}
	if minutes == nil {
		return nil
	}
	return fault.New(fault.Unauthenticated, "LOCKED_OUT", "Too many failed sign-ins from this network: wait %d minutes, or sign in from elsewhere.", *minutes).
		With("minutes", strconv.Itoa(*minutes))
}

func recordFailure(ctx context.Context, tx pgx.Tx, account, network string) error {
	if _, err := tx.Exec(ctx, `insert into sign_in_failure (account, network) values ($1, $2)`, account, network); err != nil {
		return err
	}
	return RecordTx(ctx, tx, Entry{Action: "session.signIn", Outcome: "REFUSED", Detail: map[string]string{"account": account, "network": network}})
}

// openSession adds a session. A person has at most five that live: the oldest gives way.
func openSession(ctx context.Context, tx pgx.Tx, a *Actor, account, network, secret string) error {
	// Held, so that two who sign in at once count one another; in a way that rows which name the person may still be added.
	if _, err := tx.Exec(ctx, `select 1 from person where id = $1 for no key update`, a.PersonID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update session set revoked_at = now() where person_id = $1 and kind = 'COOKIE' and revoked_at is null and id not in (
		select id from session where person_id = $1 and kind = 'COOKIE' and revoked_at is null and expires_at > now() and last_used_at > now() - make_interval(secs => $2)
		order by id desc limit $3)`, a.PersonID, sessionIdle.Seconds(), sessionsAllowed-1); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `insert into session (secret_hash, person_id, kind, expires_at) values ($1, $2, 'COOKIE', now() + make_interval(secs => $3))`,
		secretHash(secret), a.PersonID, sessionAbsolute.Seconds()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from sign_in_failure where account = $1 and network = $2`, account, network); err != nil {
		return err
	}
	return RecordTx(WithActor(ctx, a), tx, Entry{Action: "session.signIn", ObjectKind: "person", ObjectID: a.PersonID, Detail: map[string]string{"network": network}})
}

func badCredentials() error {
	return fault.New(fault.Unauthenticated, "BAD_CREDENTIALS", "The account or the password is wrong.")
}

// Carrier is where in a request a secret was found.
type Carrier string

// The carriers. A token is for machines and is never taken from a cookie, which browsers send by themselves.
const (
	InHeader Carrier = "HEADER"
	InCookie Carrier = "COOKIE"
)

// Authenticate gives the person of a session's or token's secret, with the posts in force now, or a moment ago where Remember allows.
// Refuses with SESSION_ENDED.
func (acc *Access) Authenticate(ctx context.Context, secret string, carrier Carrier) (*Actor, error) {
	if len(secret) > 200 {
		return nil, sessionEnded()
	}
	key := rememberedKey{sha256.Sum256([]byte(secret)), carrier}
	a, epoch := acc.remembered.find(key)
	if a != nil {
		return a, nil
	}
	a, err := acc.lookUp(ctx, secret, carrier)
	if err != nil {
		return nil, err
	}
	acc.remembered.keep(key, a, epoch, acc.Remember)
	return a, nil
}

func sessionEnded() error {
	return fault.New(fault.Unauthenticated, "SESSION_ENDED", "Your session has ended: sign in again.")
}

func (acc *Access) lookUp(ctx context.Context, secret string, carrier Carrier) (*Actor, error) {
	expired := sessionEnded()
	var id, person int64
	var stale bool
	err := acc.Pool.QueryRow(ctx, `select id, person_id, last_used_at < now() - interval '1 minute' from session
		where secret_hash = $1 and revoked_at is null and expires_at > now()
		  and (kind = 'COOKIE' and last_used_at > now() - make_interval(secs => $2) or kind = 'TOKEN' and $3)`,
		secretHash(secret), sessionIdle.Seconds(), carrier == InHeader).Scan(&id, &person, &stale)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, expired
	}
	if err != nil {
		return nil, postgres.Fault(err)
	}
	if stale {
		if _, err := acc.Pool.Exec(ctx, `update session set last_used_at = now() where id = $1`, id); err != nil {
			return nil, postgres.Fault(err)
		}
	}
	a, err := loadActor(ctx, acc.Pool, person)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, expired
	}
	return a, postgres.Fault(err)
}

// SignOut ends a session. A secret that is unknown has nothing to end.
func (acc *Access) SignOut(ctx context.Context, secret string) error {
	defer acc.remembered.clear()
	_, err := acc.Pool.Exec(ctx, `update session set revoked_at = now() where secret_hash = $1 and revoked_at is null`, secretHash(secret))
	return postgres.Fault(err)
}

// CreateToken makes a bearer token for a person: for machines and scripts. It is shown once; only its hash is kept.
func (acc *Access) CreateToken(ctx context.Context, account, label string, validFor time.Duration) (string, error) {
	if _, _, err := Require(ctx, "settings.write"); err != nil {
		return "", err
	}
	if validFor <= 0 || validFor > tokenLongest {
		return "", fault.Invalidf("validFor", "VALID_FOR", "A token is valid for at most %d days.", int(tokenLongest.Hours()/24))
	}
	a, err := acc.FindActor(ctx, strings.TrimSpace(account))
	if err != nil {
		return "", err
	}
	secret := "cp_" + newSecret()
	err = postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into session (secret_hash, person_id, kind, label, expires_at) values ($1, $2, 'TOKEN', $3, now() + make_interval(secs => $4))`,
			secretHash(secret), a.PersonID, label, validFor.Seconds()); err != nil {
			return err
		}
		return RecordTx(ctx, tx, Entry{Action: "token.create", ObjectKind: "person", ObjectID: a.PersonID, Detail: map[string]string{"label": label}})
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

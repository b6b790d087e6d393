package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"

	"github.com/jackc/pgx/v5"
)

const (
	sessionIdle     = 30 * time.Minute
	sessionAbsolute = 12 * time.Hour // a duty shift
	tokenLongest    = 90 * 24 * time.Hour
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
// quarter of an hour close it for that account, from that network only, so that nobody can lock the duty officer out from
// elsewhere.
//
// Refuses with: BAD_CREDENTIALS (the same for an unknown account, in the same time), LOCKED_OUT.
func (acc *Access) SignIn(ctx context.Context, account, password, network string) (secret string, actor *Actor, err error) {
	if len(account) > 64 || len([]rune(password)) > 256 {
		return "", nil, badCredentials()
	}
	var failures int
	if err := acc.Pool.QueryRow(ctx, `select count(*) from sign_in_failure where account = $1 and network = $2 and failed_at > now() - make_interval(secs => $3)`,
		account, network, lockoutWindow.Seconds()).Scan(&failures); err != nil {
		return "", nil, postgres.Fault(err)
	}
	if failures >= failuresAllowed {
		return "", nil, fault.New(fault.Unauthenticated, "LOCKED_OUT", "Too many failed sign-ins from this network: wait %d minutes.", int(lockoutWindow.Minutes()))
	}
	var id int64
	hash := nobodysHash
	err = acc.Pool.QueryRow(ctx, `select id, password_hash from person where account = $1 and disabled_at is null and password_hash is not null`, account).Scan(&id, &hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", nil, postgres.Fault(err)
	}
	if !passwordMatches(hash, password) || id == 0 {
		// Counted by itself: no rollback may forget a failure.
		if _, err := acc.Pool.Exec(ctx, `insert into sign_in_failure (account, network) values ($1, $2)`, account, network); err != nil {
			return "", nil, postgres.Fault(err)
		}
		RecordRefusal(ctx, acc.Pool, Entry{Action: "session.signIn", Detail: map[string]string{"account": account, "network": network}})
		return "", nil, badCredentials()
	}
	secret = newSecret()
	err = postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update session set revoked_at = now() where person_id = $1 and kind = 'COOKIE' and revoked_at is null
			and id not in (select id from session where person_id = $1 and kind = 'COOKIE' and revoked_at is null order by id desc limit 4)`, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into session (secret_hash, person_id, kind, expires_at) values ($1, $2, 'COOKIE', now() + make_interval(secs => $3))`,
			secretHash(secret), id, sessionAbsolute.Seconds()); err != nil {
			return err
		}
		return RecordTx(WithActor(ctx, &Actor{PersonID: id}), tx, Entry{Action: "session.signIn", ObjectKind: "person", ObjectID: id})
	})
	if err != nil {
		return "", nil, err
	}
	actor, err = loadActor(ctx, acc.Pool, id)
	return secret, actor, err
}

func badCredentials() error {
	return fault.New(fault.Unauthenticated, "BAD_CREDENTIALS", "The account or the password is wrong.")
}

// Authenticate gives the person of a session's or token's secret, with the posts in force now.
func (acc *Access) Authenticate(ctx context.Context, secret string) (*Actor, error) {
	expired := fault.New(fault.Unauthenticated, "SESSION_ENDED", "Your session has ended: sign in again.")
	if len(secret) > 200 {
		return nil, expired
	}
	var id, person int64
	var stale bool
	err := acc.Pool.QueryRow(ctx, `select id, person_id, last_used_at < now() - interval '1 minute' from session
		where secret_hash = $1 and revoked_at is null and expires_at > now() and (kind = 'TOKEN' or last_used_at > now() - make_interval(secs => $2))`,
		secretHash(secret), sessionIdle.Seconds()).Scan(&id, &person, &stale)
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
	return secret, postgres.InTx(ctx, acc.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into session (secret_hash, person_id, kind, label, expires_at) values ($1, $2, 'TOKEN', $3, now() + make_interval(secs => $4))`,
			secretHash(secret), a.PersonID, label, validFor.Seconds()); err != nil {
			return err
		}
		return RecordTx(ctx, tx, Entry{Action: "token.create", ObjectKind: "person", ObjectID: a.PersonID, Detail: map[string]string{"label": label}})
	})
}

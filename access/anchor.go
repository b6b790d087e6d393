package access

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Whoever owns the database can make all seals anew, and no proof inside it can tell. An anchor is a file that is kept elsewhere:
// each line repeats what the chain of a stream had come to at a time, and ends in a check over itself and the line before, so
// that lines cannot be changed, taken out or put in one by one either.

// anchorLine is a line of an anchor file: stream, number of the seal, its chain, the time, the check.
type anchorLine struct {
	stream string
	number int64
	chain  string // hex
	at     string // RFC 3339, by the clock of the database
	check  string // hex
}

func (l anchorLine) fields() string {
	return strings.Join([]string{l.stream, strconv.FormatInt(l.number, 10), l.chain, l.at}, " ")
}

// checkAfter is the check of a line that follows the check of another. Pure.
func (l anchorLine) checkAfter(previous string) string {
	sum := sha256.Sum256([]byte(previous + "\n" + l.fields()))
	return hex.EncodeToString(sum[:])
}

// readAnchor reads an anchor file and refuses one whose lines do not check. Pure.
func readAnchor(file io.Reader) (lines []anchorLine, err error) {
	previous := ""
	s := bufio.NewScanner(file)
	for s.Scan() {
		f := strings.Split(s.Text(), " ")
		if len(f) != 5 {
			return nil, fmt.Errorf("line %d of the anchor is not one: it has %d parts, not 5", len(lines)+1, len(f))
		}
		number, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil || streams[f[0]] == "" {
			return nil, fmt.Errorf("line %d of the anchor names no seal", len(lines)+1)
		}
		l := anchorLine{f[0], number, f[2], f[3], f[4]}
		if l.check != l.checkAfter(previous) {
			return nil, fmt.Errorf("line %d of the anchor does not follow the line before: the file was changed", len(lines)+1)
		}
		previous = l.check
		lines = append(lines, l)
	}
	return lines, s.Err()
}

// Anchor seals what there is and adds a line for each stream that has grown since the last line to the file. It refuses a file
// that was changed, and one that the chain does not agree with.
func Anchor(ctx context.Context, pool *pgxpool.Pool, path string) (added int, err error) {
	for _, stream := range Streams() {
		if _, err := SealStream(ctx, pool, stream); err != nil {
			return 0, err
		}
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil { // two at once would fork the checks
		return 0, err
	}
	lines, err := readAnchor(file)
	if err != nil {
		return 0, err
	}
	switch problem, err := holdAgainst(ctx, pool, lines); {
	case err != nil:
		return 0, err
	case problem != "":
		return 0, errors.New(problem)
	}
	previous, newest := "", map[string]int64{}
	for _, l := range lines {
		previous, newest[l.stream] = l.check, l.number
	}
	var text bytes.Buffer
	for _, stream := range Streams() {
		l := anchorLine{stream: stream}
		var at time.Time
		err := pool.QueryRow(ctx, `select number, encode(chain, 'hex'), now() from seal where stream = $1 and number > $2 order by number desc limit 1`, stream, newest[stream]).Scan(&l.number, &l.chain, &at)
		if errors.Is(err, pgx.ErrNoRows) {
			continue
		}
		if err != nil {
			return 0, err
		}
		l.at = at.UTC().Format(time.RFC3339)
		l.check = l.checkAfter(previous)
		previous = l.check
		fmt.Fprintln(&text, l.fields(), l.check)
		added++
	}
	if _, err := file.Seek(0, io.SeekEnd); err != nil {
		return 0, err
	}
	if _, err := file.Write(text.Bytes()); err != nil {
		return 0, err
	}
	return added, file.Sync()
}

// VerifyAnchor proves the chain against an anchor file, so that even seals made anew from the first changed row to the last show.
// It names the first line that the chain does not agree with, and the rows between it and the line before; "" means sound. Whether
// the rows fit their seals, VerifyStream proves.
func VerifyAnchor(ctx context.Context, pool *pgxpool.Pool, path string) (lines int, problem string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer file.Close()
	all, err := readAnchor(file)
	if err != nil {
		return 0, "", err
	}
	problem, err = holdAgainst(ctx, pool, all)
	return len(all), problem, err
}

func holdAgainst(ctx context.Context, pool *pgxpool.Pool, lines []anchorLine) (problem string, err error) {
	n := len(lines)
	names, numbers, chains := make([]string, n), make([]int64, n), make([]string, n)
	for i, l := range lines {
		names[i], numbers[i], chains[i] = l.stream, l.number, l.chain
	}
	var line, number int64
	var stream string
	var sealed bool
	var after, upTo int64
	err = pool.QueryRow(ctx, `with anchored as (select i, s, n, c, coalesce(lag(n) over (partition by s order by i), 0) as before
		  from unnest($1::text[], $2::bigint[], $3::text[]) with ordinality as t(s, n, c, i))
		select a.i, a.s, a.n, k.number is not null, coalesce((select to_id from seal p where p.stream = a.s and p.number = a.before), 0), coalesce(k.to_id, 0)
		from anchored a left join seal k on k.stream = a.s and k.number = a.n where encode(k.chain, 'hex') is distinct from a.c order by a.i limit 1`,
		names, numbers, chains).Scan(&line, &stream, &number, &sealed, &after, &upTo)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", nil
	case err != nil:
		return "", err
	case !sealed:
		return fmt.Sprintf("seal %d of %s, anchored at %s (line %d), is missing: what was sealed then was taken out", number, stream, lines[line-1].at, line), nil
	}
	return fmt.Sprintf("seal %d of %s is not the one that was anchored at %s (line %d): of its rows %d to %d some were changed and everything was sealed anew",
		number, stream, lines[line-1].at, line, after+1, upTo), nil
}

package inventory

import (
	"context"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/mozillazg/go-pinyin"
)

// What may be meant as initials: at least two, or half the catalogue would answer.
var initialsForm = regexp.MustCompile(`^[a-z0-9]{2,20}$`)

var initialsOf = pinyin.Args{Style: pinyin.FirstLetter, Heteronym: true}

// spelledBy reports whether somewhere in the name the characters begin with these letters, one after the other, in any of
// their readings: kqs finds 矿泉水. Letters and digits stand for themselves; what is neither is passed over. Pure.
func spelledBy(name, letters string) bool {
	var readings []string // the possible initials of each character
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			readings = append(readings, string(r))
		} else if all := pinyin.SinglePinyin(r, initialsOf); len(all) > 0 {
			readings = append(readings, strings.Join(all, ""))
		}
	}
	for from := 0; from+len(letters) <= len(readings); from++ {
		k := 0
		for k < len(letters) && strings.IndexByte(readings[from+k], letters[k]) >= 0 {
			k++
		}
		if k == len(letters) {
			return true
		}
	}
	return false
}

// itemsSpelled gives the items whose Chinese name a search spells by initials. Readings are not stored: a catalogue of some
// hundred names is spelled in less time than a statement takes.
func itemsSpelled(ctx context.Context, q querier, search string) ([]int64, error) {
	letters, spelled := strings.ToLower(search), []int64{}
	if !initialsForm.MatchString(letters) {
		return spelled, nil
	}
	rows, err := q.Query(ctx, `select id, name_zh from item`)
	if err != nil {
		return nil, err
	}
	var id int64
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		if spelledBy(name, letters) {
			spelled = append(spelled, id)
		}
		return nil
	})
	return spelled, err
}

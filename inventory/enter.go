package inventory

import (
	"context"
	"fmt"

	"changping/access"
	"changping/internal/fault"
)

// The most lines that one document may have.
const maxLines = 250

// mayEnter checks what every document at a site is asked before anything is locked: may the caller write this kind, is the reason
// known among its reasons, are there lines and not too many, does the caller keep the site.
//
// Refuses with: NOT_ALLOWED, REASON, NO_LINES, TOO_MANY_LINES, NOT_FOUND.
func mayEnter(ctx context.Context, permission access.Permission, siteID int64, reason string, known bool, lines int) (*access.Actor, access.Scope, error) {
	actor, scope, err := access.Require(ctx, permission)
	switch {
	case err != nil:
		return actor, scope, err
	case !known:
		return actor, scope, fault.Invalidf("reason", "REASON", "%q is not a reason for this kind of document.", reason)
	}
	if err := checkLines(lines); err != nil {
		return actor, scope, err
	}
	if !scope.CoversSite(siteID) {
		return actor, scope, fault.Absent("site", fmt.Sprint(siteID)).At("siteId")
	}
	return actor, scope, nil
}

// enter keeps a document as the draft that it asks to be, or posts it by decide.
func (inv *Inventory) enter(ctx context.Context, key, operation string, draft *Draft, c draftContent, r reach, lines int, decide func(*book) (Posting, error)) (Posted, error) {
	if draft != nil {
		return inv.saveDraft(ctx, key, *draft, c)
	}
	return inv.post(ctx, key, operation, c.input, r, lines, decide)
}

func checkLines(n int) error {
	if n == 0 {
		return fault.Invalidf("lines", "NO_LINES", "There is nothing to post: add at least one line.")
	}
	if n > maxLines {
		return fault.Invalidf("lines", "TOO_MANY_LINES", "A document has at most %d lines.", maxLines)
	}
	return nil
}

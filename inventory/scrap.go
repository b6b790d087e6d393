package inventory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"changping/access"
	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

// Scrap proposes goods for scrapping. It goes proposal (SUBMITTED), technical appraisal, approval (APPROVED), disposal with proceeds
// (POSTED): four steps, at least three persons. Expired, held and rejected goods may be scrapped, though never issued.
type Scrap struct {
	RequestKey string `json:"-"`
	SiteID     int64
	Reason     string // EXPIRED, DAMAGED, OBSOLETE, FAILED_TEST or LOST
	Note       string
	Lines      []StockLine
	Draft      *Draft `json:",omitempty"`
}

var scrapReasons = []string{"EXPIRED", "DAMAGED", "OBSOLETE", "FAILED_TEST", "LOST"}

// ProposeScrap submits a proposal; its goods are set aside until it is decided. Keepers of the site, partners at their own.
//
// Refuses with: REASON, NO_LINES, NOT_EXPIRED (the reason is EXPIRED, the lot is not), INSUFFICIENT_STOCK, HOLD_GONE,
// AWAITING_INSPECTION, ENTRUSTED, QUANTITY, SCALE, STALE_QUANTITY, BELOW_MINIMUM.
func (inv *Inventory) ProposeScrap(ctx context.Context, s Scrap) (Posted, error) {
	r, decide, err := scrapDecision(ctx, s)
	if err != nil {
		return Posted{}, err
	}
	return inv.enter(ctx, s.RequestKey, "proposeScrap", s.Draft, s.content(), r, len(s.Lines), decide)
}

func (s Scrap) content() draftContent {
	s.Draft = nil
	return draftContent{kind: KindScrap, reason: s.Reason, siteID: s.SiteID, note: s.Note, input: s}
}

func scrapDecision(ctx context.Context, s Scrap) (r reach, decide func(*book) (Posting, error), err error) {
	_, scope, err := mayEnter(ctx, "stock.scrap", s.SiteID, s.Reason, slices.Contains(scrapReasons, s.Reason), len(s.Lines))
	if err != nil {
		return r, nil, err
	}
	to := Virtual(PlaceScrapped)
	if s.Reason == "LOST" {
		to = Virtual(PlaceLost)
	}
	return stockReach(s.SiteID, s.Lines), func(b *book) (Posting, error) {
		moves, err := b.take(scope, s.SiteID, s.Lines, to)
		for i, m := range moves {
			if lot := b.lots[m.LotID]; s.Reason == "EXPIRED" && !lot.expired {
				return Posting{}, fault.New(fault.Refused, "NOT_EXPIRED", "Lot %s is not past its expiry date.", lot.lotNo).At(fmt.Sprintf("lines.%d.lotId", i)).With("lotNo", lot.lotNo)
			}
		}
		return Posting{Kind: KindScrap, Reason: s.Reason, SiteID: s.SiteID, Note: s.Note, Content: s.content().input, Submit: true, Moves: moves}, err
	}, nil
}

// Appraisal is what somebody who knows the goods found.
type Appraisal struct {
	RequestKey string `json:"-"`
	DocumentID int64
	Revision   int
	Finding    string // UNUSABLE, REPAIRABLE or USABLE
	Note       string // asked for: what was looked at, and what was found
}

// AppraiseScrap records the technical appraisal of a proposal, once for each revision. Keepers, partners and liaison officers of
// its site, dispatchers; never who proposed it.
//
// Refuses with: FINDING, NOTE_MISSING, NOT_FOUND, STALE_REVISION, DOCUMENT_STATE, OWN_DOCUMENT, ALREADY_DONE.
func (inv *Inventory) AppraiseScrap(ctx context.Context, a Appraisal) (Posted, error) {
	actor, scope, err := access.Require(ctx, "scrap.appraise")
	if err != nil {
		return Posted{}, err
	}
	if !slices.Contains([]string{"UNUSABLE", "REPAIRABLE", "USABLE"}, a.Finding) {
		return Posted{}, fault.Invalidf("finding", "FINDING", "%q is not a finding.", a.Finding)
	}
	if a.Note == "" {
		return Posted{}, fault.Invalidf("note", "NOTE_MISSING", "Say what was looked at, and what was found.")
	}
	if actor.PersonID == 0 {
		return Posted{}, fault.New(fault.Forbidden, "NOT_ALLOWED", "A person appraises, not the system.")
	}
	return once(ctx, inv, a.RequestKey, "appraiseScrap", a, func(tx pgx.Tx) (int64, error) {
		d, err := lockWaiting(ctx, tx, a.DocumentID)
		if err != nil {
			return 0, err
		}
		switch {
		case d.kind != KindScrap || !scope.CoversSite(d.siteID):
			return 0, fault.Absent("document", fmt.Sprint(a.DocumentID)).At("documentId")
		case d.state != StateSubmitted:
			return 0, notWaiting(d.state)
		case d.revision != a.Revision:
			return 0, d.isAt(a.Revision)
		case d.authorID == actor.PersonID:
			return 0, fault.New(fault.Refused, "OWN_DOCUMENT", "Who proposes goods for scrapping does not appraise them.").At("documentId")
		case d.appraisal != nil:
			return 0, fault.New(fault.Conflict, "ALREADY_DONE", "These goods have been appraised already.").At("documentId")
		}
		if _, err := tx.Exec(ctx, `insert into scrap_appraisal (document_id, revision, person_id, finding, note) values ($1, $2, $3, $4, $5)`, d.id, d.revision, actor.PersonID, a.Finding, a.Note); err != nil {
			return 0, err
		}
		return d.id, access.RecordTx(ctx, tx, access.Entry{Action: "scrap.appraise", ObjectKind: "document", ObjectID: d.id, Detail: map[string]string{"finding": a.Finding}})
	})
}

// Disposal is what became of scrapped goods.
type Disposal struct {
	RequestKey string `json:"-"`
	DocumentID int64
	Revision   int
	Way        string          // DESTROYED, RECYCLED, SOLD, HANDED_OVER (to a licensed disposer) or WRITTEN_OFF (of goods that are lost)
	Proceeds   decimal.Decimal // yuan, zero or more, at most two decimals
	Note       string
}

// DisposeScrap posts an approved scrapping: the goods are gone, with what they brought. Keepers of its site.
//
// Refuses with: WAY, PROCEEDS, NOT_FOUND, STALE_REVISION, DOCUMENT_STATE, and what PostTx refuses (APPROVAL_NEEDED, HOLD_GONE, ...).
func (inv *Inventory) DisposeScrap(ctx context.Context, s Disposal) (Posted, error) {
	actor, _, err := access.Require(ctx, "stock.scrap")
	if err != nil {
		return Posted{}, err
	}
	if !slices.Contains([]string{"DESTROYED", "RECYCLED", "SOLD", "HANDED_OVER", "WRITTEN_OFF"}, s.Way) {
		return Posted{}, fault.Invalidf("way", "WAY", "%q is not a way of disposing of goods.", s.Way)
	}
	if s.Proceeds.IsNegative() || s.Proceeds.GreaterThanOrEqual(quantityLimit) || !s.Proceeds.Equal(s.Proceeds.Truncate(2)) {
		return Posted{}, fault.Invalidf("proceeds", "PROCEEDS", "Proceeds are zero or more yuan, with at most two decimals.")
	}
	return once(ctx, inv, s.RequestKey, "disposeScrap", s, func(tx pgx.Tx) (int64, error) {
		d, err := lockKept(ctx, tx, DocumentChange{DocumentID: s.DocumentID, Revision: s.Revision})
		if err != nil {
			return 0, err
		}
		if d.kind != KindScrap {
			return 0, fault.Absent("document", fmt.Sprint(s.DocumentID)).At("documentId")
		}
		if err := postWaiting(ctx, tx, d, time.Time{}); err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `insert into scrap_disposal (document_id, way, proceeds, note, person_id) values ($1, $2, $3, $4, nullif($5::bigint, 0))`, d.id, s.Way, s.Proceeds, s.Note, actor.PersonID)
		return d.id, err
	})
}

package inventory

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"changping/internal/fault"

	"github.com/jackc/pgx/v5"
)

// waitingDocument is a document locked for a step of its life, with its lines and who has approved it as it stands.
type waitingDocument struct {
	id, siteID, counterSiteID, incidentID, returnsID int64
	authorID                                         int64 // 0: the system
	siteKind                                         string
	kind                                             DocumentKind
	reason, note                                     string
	state, before                                    DocumentState // before: what it was when an approval began
	revision                                         int
	content                                          []byte
	moves                                            []Move
	approvers                                        []int64
	appraisal                                        *appraisal // of a scrapping, as it stands
	warnings                                         []Warning  // of the approval that posted it
}

type appraisal struct {
	personID int64
	finding  string
}

// posting is the document as what it was approved as.
func (d waitingDocument) posting() Posting {
	p := Posting{Kind: d.kind, Reason: d.reason, SiteID: d.siteID, CounterSiteID: d.counterSiteID, IncidentID: d.incidentID, ReturnsID: d.returnsID, Note: d.note,
		DocumentID: d.id, Approvals: len(d.approvers), Moves: slices.Clone(d.moves)}
	if slices.ContainsFunc(d.moves, func(m Move) bool { return m.To.Kind == PlaceInTransit }) {
		p.State = StateInTransit
	}
	var typed struct { // what was overridden when it was submitted, by who might
		StorageOverride string
		Override        *Override
	}
	if json.Unmarshal(d.content, &typed) == nil {
		if typed.StorageOverride != "" {
			p.Storage = &StorageOverride{typed.StorageOverride}
		}
		p.waived = typed.Override.certificates()
	}
	return p
}

func lockWaiting(ctx context.Context, tx pgx.Tx, id int64) (waitingDocument, error) {
	all, err := lockWaitingAll(ctx, tx, []int64{id})
	if err == nil && len(all) == 0 {
		err = fault.Absent("document", fmt.Sprint(id)).At("documentId")
	}
	if err != nil {
		return waitingDocument{}, err
	}
	return *all[id], nil
}

// lockWaitingAll locks documents in order of id; those unknown are not in the map.
func lockWaitingAll(ctx context.Context, tx pgx.Tx, ids []int64) (map[int64]*waitingDocument, error) {
	all := map[int64]*waitingDocument{}
	batch := &pgx.Batch{}
	var d waitingDocument
	batch.Queue(`select d.id, d.site_id, s.kind, coalesce(d.counter_site_id, 0), coalesce(d.incident_id, 0), coalesce(d.returns_id, 0), coalesce(d.person_id, 0), d.kind, d.reason, d.note, d.state, d.revision,
		  coalesce(d.content, 'null')::text from document d join site s on s.id = d.site_id where d.id = any($1) order by d.id for update of d`, ids).Query(func(rows pgx.Rows) error {
		var content string
		_, err := pgx.ForEachRow(rows, []any{&d.id, &d.siteID, &d.siteKind, &d.counterSiteID, &d.incidentID, &d.returnsID, &d.authorID, &d.kind, &d.reason, &d.note, &d.state, &d.revision, &content}, func() error {
			one := d
			one.content = []byte(content)
			all[d.id] = &one
			return nil
		})
		return err
	})
	var id int64
	var m Move
	batch.Queue(`select l.document_id, l.item_id, l.lot_id, l.reserve_id, `+placeColumns("f")+`, `+placeColumns("t")+`, l.quantity,
		  coalesce(l.reservation_id, 0), coalesce(l.hold_id, 0)
		from document_line l join place f on f.id = l.from_place_id join place t on t.id = l.to_place_id where l.document_id = any($1) order by l.document_id, l.line_no`, ids).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, slices.Concat([]any{&id, &m.ItemID, &m.LotID, &m.ReserveID}, m.From.targets(), m.To.targets(), []any{&m.Quantity, &m.ReservationID, &m.HoldID}), func() error {
			all[id].moves = append(all[id].moves, m)
			return nil
		})
		return err
	})
	var person int64
	batch.Queue(`select d.id, a.person_id from document d join document_approval a on a.document_id = d.id and a.revision = d.revision and a.decision = 'APPROVED'
		where d.id = any($1) and a.person_id is distinct from d.person_id order by a.id`, ids).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&id, &person}, func() error {
			all[id].approvers = append(all[id].approvers, person)
			return nil
		})
		return err
	})
	var a appraisal
	batch.Queue(`select d.id, a.person_id, a.finding from document d join scrap_appraisal a on a.document_id = d.id and a.revision = d.revision where d.id = any($1)`, ids).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&id, &a.personID, &a.finding}, func() error {
			one := a
			all[id].appraisal = &one
			return nil
		})
		return err
	})
	return all, tx.SendBatch(ctx, batch).Close()
}

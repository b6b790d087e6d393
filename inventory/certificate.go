package inventory

import (
	"slices"

	"changping/access"
	"changping/internal/fault"
)

// A unit whose certificate has run out does not go to people, unless a dispatcher overrides that for an open incident: a generator that
// was due for its test last week may still be better than none. A unit that failed a test is on hold, and nothing overrides that.

func certificateDue(lotNo string) *fault.Error {
	return fault.New(fault.Refused, "CERTIFICATE_DUE", "A certificate of unit %s has run out: inspect it before it is issued.", lotNo).With("lotNo", lotNo)
}

// uncertified gives the units that a posting takes to people though a certificate of theirs has run out, by their lots.
func (b *book) uncertified(p Posting) (lots []string) {
	for _, m := range p.Moves {
		if lot := b.lots[m.LotID]; lot.certificateDue && toPeople(p.Kind, m) {
			lots = append(lots, lot.lotNo)
		}
	}
	slices.Sort(lots)
	return slices.Compact(lots)
}

// toPeople reports whether goods go out of the hands of those who keep them.
func toPeople(kind DocumentKind, m Move) bool {
	return m.From.Kind == PlaceSite && (m.To.Kind == PlaceConsumed || kind == KindDispatch)
}

// certificateLine tells the audit trail of certificates that were overridden.
func certificateLine(l access.Line, e *entry) access.Line {
	detail := map[string]any{"lots": e.uncertified}
	if e.Override != nil {
		detail["incident"], detail["reason"] = e.Override.IncidentID, e.Override.Reason
	}
	return l.Saying(access.Entry{Action: "certificate.override", ObjectKind: "document", ObjectID: e.documentID, Detail: detail})
}

// Package inventory is what the district holds: where it lies, whose it is, on what terms, until when it is good, and
// every change to it.
//
// Its words: a Site holds stock; an Item is a kind of goods; a Lot is goods of one item that came together; a Reserve says
// whose goods they are and on what terms. The stock key is place, lot and reserve. A Document is what people make and sign;
// its Movements are the immutable lines of the ledger, each from one place to another. Suppliers, donors, people who
// consumed goods, losses and the road are places too, so that over all places every lot sums to zero.
//
// Its rules: nothing falls below zero, whoever races; a balance is the sum of its movements; a covenant is kept unless a
// dispatcher overrides it for an incident; expired or held goods are not issued to people; entrusted goods move only on
// their owner's document; every write is repeat-safe. The one entrance to the ledger is PostTx.
package inventory

import (
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Inventory holds the use cases of stock keeping.
type Inventory struct {
	Pool    *pgxpool.Pool
	lanes   []*lane
	wide    sync.Map // item ids: those that a floor over more than one site was last seen for; only says which lane is taken
	settled settledMark
}

// New makes the use cases over a pool.
func New(pool *pgxpool.Pool) *Inventory { return &Inventory{Pool: pool, lanes: newLanes()} }

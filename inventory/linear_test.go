package inventory_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"changping/internal/fault"
	"changping/internal/postgres"
	"changping/inventory"

	"github.com/anishathalye/porcupine"
	"github.com/jackc/pgx/v5"
)

// stockOp is an operation on the stock of one item at one site.
type stockOp struct {
	kind     string // receive, issue, read
	quantity int
}

type stockAnswer struct {
	refused bool
	stock   int
}

// oneStock is what one balance must look like to everybody at every moment.
var oneStock = porcupine.Model{
	Init: func() any { return 0 },
	Step: func(state, input, output any) (bool, any) {
		stock, op, answer := state.(int), input.(stockOp), output.(stockAnswer)
		switch op.kind {
		case "receive":
			return !answer.refused, stock + op.quantity
		case "issue":
			if answer.refused {
				return stock < op.quantity, stock
			}
			return stock >= op.quantity, stock - op.quantity
		}
		return answer.stock == stock, stock
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v -> %+v", input, output) },
}

// oneBalance: eight clients on one item at one site, 60 operations each, by two servers and by transactions of their own. Whatever
// they were told can be told in one order. The goods lie in many small lots, so that picking them is put to the proof too.
func oneBalance(b *bundle, round int) error {
	servers := []*inventory.Inventory{inventory.New(b.db.Pool), inventory.New(b.db.Pool)}
	item, err := b.ItemByCode(b.system, fmt.Sprint("linear", round))
	if err != nil {
		like, err := b.ItemByCode(b.system, "blanket")
		if err != nil {
			return err
		}
		like.Code, like.Slug, like.CategoryCode = fmt.Sprint("linear", round), fmt.Sprint("linear", round), "LR"
		if err := b.DefineItems(b.system, []inventory.Item{like}); err != nil {
			return err
		}
		if item, err = b.ItemByCode(b.system, like.Code); err != nil {
			return err
		}
	}
	var mu sync.Mutex
	var history []porcupine.Operation
	var failed error
	var all sync.WaitGroup
	start := time.Now()
	for client := range 8 {
		all.Go(func() {
			random := rand.New(rand.NewPCG(uint64(round), uint64(client)))
			for n := range 60 {
				key := fmt.Sprintf("key-linear-%d-%d-%d", round, client, n)
				op := stockOp{[]string{"receive", "issue", "issue", "issue", "read"}[random.IntN(5)], 1 + random.IntN(3)}
				if op.kind == "receive" {
					op.quantity *= 2
				}
				call := time.Since(start)
				answer, err := operate(b, servers, client%3, key, item.ID, op)
				done := time.Since(start)
				mu.Lock()
				failed = errors.Join(failed, err)
				history = append(history, porcupine.Operation{ClientId: client, Input: op, Call: call.Nanoseconds(), Output: answer, Return: done.Nanoseconds()})
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if failed != nil {
		return failed
	}
	if result := porcupine.CheckOperationsTimeout(oneStock, history, 20*time.Second); result != porcupine.Ok {
		return fmt.Errorf("what %d operations were told cannot be told in one order: %v", len(history), result)
	}
	return nil
}

func operate(b *bundle, servers []*inventory.Inventory, way int, key string, itemID int64, op stockOp) (answer stockAnswer, err error) {
	server := b.Inventory
	if way < len(servers) {
		server = servers[way]
	}
	switch op.kind {
	case "receive": // in lots of one
		var lines []inventory.ReceiptLine
		for i := range op.quantity {
			lines = append(lines, inventory.ReceiptLine{ItemID: itemID, Quantity: d("1"), LotNo: fmt.Sprint(key, i)})
		}
		_, err = server.Receive(b.keeper, inventory.Receipt{RequestKey: key, SiteID: b.depot, Reason: "PURCHASE", Lines: lines})
	case "issue":
		is := inventory.Issue{RequestKey: key, SiteID: b.depot, Reason: "CONSUMPTION", Lines: []inventory.IssueLine{{ItemID: itemID, Quantity: d(strconv.Itoa(op.quantity))}}}
		if way < len(servers) {
			_, err = server.Issue(b.keeper, is)
		} else {
			err = postgres.InTx(b.keeper, b.db.Pool, func(tx pgx.Tx) error {
				_, err := inventory.IssueTx(b.keeper, tx, is)
				return err
			})
		}
		if fault.IsCode(err, "INSUFFICIENT_STOCK") {
			answer.refused, err = true, nil
		}
	default:
		answer.stock, err = strconv.Atoi(b.available(b.depot, itemID))
	}
	return answer, err
}

func TestOneBalanceIsLinearizable(t *testing.T) {
	b := setup(t)
	if err := oneBalance(b, 0); err != nil {
		t.Error(err)
	}
}

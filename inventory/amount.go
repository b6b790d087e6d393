package inventory

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// amount is a quantity in ten-thousandths, in 128 bits: what the proofs of the ledger add up by the million. No item's unit is finer.
type amount struct {
	hi int64
	lo uint64
}

func (a amount) plus(b amount) amount {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(uint64(a.hi), uint64(b.hi), carry)
	return amount{int64(hi), lo}
}

func (a amount) minus(b amount) amount {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(uint64(a.hi), uint64(b.hi), borrow)
	return amount{int64(hi), lo}
}

func (a amount) String() string {
	n := new(big.Int).Lsh(big.NewInt(a.hi), 64)
	return decimal.NewFromBigInt(n.Add(n, new(big.Int).SetUint64(a.lo)), -4).String()
}

var errFiner = errors.New("a quantity that is no number, too large, or finer than a ten-thousandth")

// amountOf reads a numeric as PostgreSQL sends it: the number of digits to the base 10,000, the weight of the first, the sign, the number
// of decimals, and the digits, two bytes each.
func amountOf(v []byte) (a amount, err error) {
	if len(v) < 8 || len(v)%2 != 0 {
		return a, fmt.Errorf("%d bytes of a numeric", len(v))
	}
	n, weight, sign := int(binary.BigEndian.Uint16(v)), int(int16(binary.BigEndian.Uint16(v[2:]))), binary.BigEndian.Uint16(v[4:])
	if len(v) != 8+2*n || sign > 0x4000 || weight > 6 || n > 0 && weight-n+1 < -1 {
		return a, errFiner
	}
	for i := range weight + 2 { // down to the digit of ten-thousandths
		digit := uint64(0)
		if i < n {
			digit = uint64(binary.BigEndian.Uint16(v[8+2*i:]))
		}
		carried, lo := bits.Mul64(a.lo, 10_000)
		sum, carry := bits.Add64(lo, digit, 0)
		a = amount{a.hi*10_000 + int64(carried+carry), sum}
	}
	if sign == 0x4000 {
		a = amount{}.minus(a)
	}
	return a, nil
}

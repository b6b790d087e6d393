package vrp

import (
	"math"
	"math/bits"
)

// rng is wyrand (Wang Yi): small and fast enough for the innermost loop.
type rng struct{ state uint64 }

func (r *rng) next() uint64 {
	r.state += 0xa0761d6478bd642f
	hi, lo := bits.Mul64(r.state, r.state^0xe7037ed1a0b428db)
	return hi ^ lo
}

// below gives a number from 0 to n-1.
func (r *rng) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// unit gives a number from 0 to 1, neither included.
func (r *rng) unit() float64 { return (float64(r.next()>>11) + 0.5) / (1 << 53) }

// gap gives how many trials pass before one that succeeds with the given chance: 1/log(1-chance) is the scale.
func (r *rng) gap(scale float64) int { return int(math.Log(r.unit()) * scale) }

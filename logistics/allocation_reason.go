package logistics

// AllocationReason is the rule that chose a line of an allocation: first expired first out, then nearest, within a reserve.
type AllocationReason string

// The rules, in the order in which reserves are drawn on.
const (
	OnTheSpot         AllocationReason = "ON_THE_SPOT" // it lies where it is needed
	NearestTown       AllocationReason = "FEFO_NEAREST_TOWN"
	NearestDistrict   AllocationReason = "FEFO_NEAREST_DISTRICT"
	NearestEnterprise AllocationReason = "FEFO_NEAREST_ENTERPRISE"
	NearestOtherTown  AllocationReason = "FEFO_NEAREST_OTHER_TOWN"
	ByHand            AllocationReason = "BY_HAND" // a dispatcher added it
)

// AllocationReasons lists the rules.
var AllocationReasons = []AllocationReason{OnTheSpot, NearestTown, NearestDistrict, NearestEnterprise, NearestOtherTown, ByHand}

// ShortfallReason is why a need, or part of one, is not met by an allocation.
type ShortfallReason string

// The reasons.
const (
	NoStock        ShortfallReason = "NO_STOCK"
	KeptForMinimum ShortfallReason = "KEPT_FOR_MINIMUM"
	PackRounding   ShortfallReason = "PACK_ROUNDING" // the rest lies in opened packs, which stay
	StruckOut      ShortfallReason = "BY_HAND"       // a dispatcher struck it out or lowered it
	LetGo          ShortfallReason = "CANCELLED"     // it was released before it was sent
)

// ShortfallReasons lists the reasons.
var ShortfallReasons = []ShortfallReason{NoStock, KeptForMinimum, PackRounding, StruckOut, LetGo}

package inventory

import "strings"

// HistoryQueries are the statements that must not read the whole ledger.
var HistoryQueries = map[string]string{"stock as of": `select x.on_hand ` + stockAsOf, "lots as of": lotsAsOf, "district as of": strings.NewReplacer(`{beyond}`, `true`, `{found}`, anyOnHand, `{order}`, `i.code`).Replace(districtAsOf),
	"stock card": stockCard.newest, "stock card from its beginning": stockCard.oldest, "period": periodDays}

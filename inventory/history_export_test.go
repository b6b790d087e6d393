package inventory

// HistoryQueries are the statements that must not read the whole ledger.
var HistoryQueries = map[string]string{"stock as of": stockAsOf, "lots as of": lotsAsOf, "district as of": districtAsOf, "stock card": stockCard, "period": periodDays}

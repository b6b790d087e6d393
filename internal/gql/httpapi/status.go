package httpapi

import (
	"net/http"

	"changping/internal/fault"
)

// The one table of statuses. The draft of GraphQL over HTTP has moved on since its audit suite was written (422 for a document
// that cannot run, 294 for data with errors); when clients follow, this is the place to change.
const (
	statusAnswered        = http.StatusOK // executed, with or without errors in the answer
	statusDocument        = http.StatusBadRequest
	statusDocumentJSON    = http.StatusOK // the same to clients of plain JSON, as the draft asks
	statusMalformed       = http.StatusBadRequest
	statusUnauthenticated = http.StatusUnauthorized
	statusMethod          = http.StatusMethodNotAllowed
	statusNotAcceptable   = http.StatusNotAcceptable
	statusStalled         = http.StatusRequestTimeout
	statusTooLarge        = http.StatusRequestEntityTooLarge
	statusMediaType       = http.StatusUnsupportedMediaType
	statusThrottled       = http.StatusTooManyRequests
	statusInternal        = http.StatusInternalServerError
	statusTimeout         = http.StatusGatewayTimeout
)

// statusOfCaller are the statuses of a caller that could not be made out, where it is not 401.
var statusOfCaller = map[fault.Kind]int{fault.Invalid: http.StatusBadRequest, fault.Unavailable: http.StatusServiceUnavailable}

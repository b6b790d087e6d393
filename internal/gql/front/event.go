package front

import (
	"bytes"
	"encoding/json"

	"github.com/vektah/gqlparser/v2/ast"
)

const eventAlias = "__eventId"

// tell asks along for the id of a subscription's events, where they have one: a client that lost its connection goes on after it,
// whether or not it thought of asking for it.
func (f *Front) tell(operation *ast.OperationDefinition) {
	if operation.Operation != ast.Subscription {
		return
	}
	for field := range fields(operation.SelectionSet) {
		if field.Definition == nil || f.schema.Types[field.Definition.Type.Name()].Fields.ForName("eventId") == nil {
			continue
		}
		field.SelectionSet = append(field.SelectionSet, &ast.Field{Alias: eventAlias, Name: "eventId", Position: field.Position})
	}
}

// TakeEventID takes the id that was asked along out of an event's data. It is the last member of the one root field, so that the
// rest keeps its form.
func TakeEventID(data []byte) (rest []byte, id string) {
	i := bytes.LastIndex(data, []byte(`,"`+eventAlias+`":`))
	if i < 0 || !bytes.HasSuffix(data, []byte("}}")) {
		return data, ""
	}
	if json.Unmarshal(data[i+len(eventAlias)+4:len(data)-2], &id) != nil {
		return data, ""
	}
	return append(data[:i:i], "}}"...), id
}

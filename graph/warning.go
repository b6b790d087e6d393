package graph

import "changping/inventory"

type warningView struct {
	Code, Message string
	Fields        []string
	Facts         []fact
}

func viewWarnings(all []inventory.Warning) []*warningView {
	views := make([]*warningView, len(all))
	for i, w := range all {
		views[i] = &warningView{w.Code, w.Message, append([]string{}, w.Fields...), facts(w.Facts)}
	}
	return views
}

package inventory

// Warning is what a person should know of a write that was done all the same.
type Warning struct {
	Code    string            // stable, such as NEARLY_FULL
	Message string            // a sentence
	Fields  []string          `json:",omitempty"` // paths into the input
	Facts   map[string]string `json:",omitempty"` // the numbers and names behind it
}

package migrations

// ApplyFiles lets tests bring files of their own; Files are ours.
var (
	ApplyFiles = apply
	Files      = files
)

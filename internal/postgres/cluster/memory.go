package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// What the server keeps of its pages in memory of its own: a quarter of the machine's, as PostgreSQL's manual has it. What it was
// made with, 128 MB, is less than the indexes of a ledger of ten million movements; each posting then fetches its pages anew.
const (
	leastBuffers = 128 << 20
	mostBuffers  = 4 << 30
)

func sharedBuffers(memory int64) string {
	return fmt.Sprintf("shared_buffers=%dMB", min(max(memory/4, leastBuffers), mostBuffers)>>20)
}

// memoryBytes is what this machine has, or what a container lets its processes have; 0 where neither is known. root is that of the
// file system.
func memoryBytes(root string) (bytes int64) {
	text, err := os.ReadFile(filepath.Join(root, "proc/meminfo"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) >= 2 && f[0] == "MemTotal:" {
			kB, _ := strconv.ParseInt(f[1], 10, 64)
			bytes = kB << 10
		}
	}
	for _, file := range []string{"sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if text, err := os.ReadFile(filepath.Join(root, file)); err == nil {
			if limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && limit > 0 {
				bytes = min(bytes, limit)
			}
		}
	}
	return bytes
}

package cluster

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheServersMemoryIsAQuarterOfWhatThereIs(t *testing.T) {
	const meminfo = "MemTotal:       24629208 kB\nMemFree:        13402444 kB\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a large machine":          {map[string]string{"proc/meminfo": meminfo}, "shared_buffers=4096MB"},
		"a small one":              {map[string]string{"proc/meminfo": "MemTotal: 2097152 kB\n"}, "shared_buffers=512MB"},
		"a container":              {map[string]string{"proc/meminfo": meminfo, "sys/fs/cgroup/memory.max": "1073741824\n"}, "shared_buffers=256MB"},
		"an older one":             {map[string]string{"proc/meminfo": meminfo, "sys/fs/cgroup/memory/memory.limit_in_bytes": "1073741824\n"}, "shared_buffers=256MB"},
		"a container without end":  {map[string]string{"proc/meminfo": meminfo, "sys/fs/cgroup/memory.max": "max\n"}, "shared_buffers=4096MB"},
		"a very small container":   {map[string]string{"proc/meminfo": meminfo, "sys/fs/cgroup/memory.max": "268435456\n"}, "shared_buffers=128MB"},
		"a machine that says none": {nil, "shared_buffers=128MB"},
	} {
		root := t.TempDir()
		for file, text := range c.files {
			path := filepath.Join(root, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := sharedBuffers(memoryBytes(root)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// cpu is the processor time that PostgreSQL has used so far, in seconds: its own, that of its living children, and of those that have
// ended. 0 where the system does not tell.
func (s *server) cpu() (seconds float64) {
	text, err := os.ReadFile(filepath.Join(s.dir, "pg", "postmaster.pid"))
	if err != nil {
		return 0
	}
	master, _, _ := strings.Cut(string(text), "\n")
	const ticks = 100 // a second, on Linux
	own := fieldsOf(master)
	if len(own) < 15 {
		return 0
	}
	for _, ticked := range own[11:15] {
		n, _ := strconv.ParseFloat(ticked, 64)
		seconds += n / ticks
	}
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range all {
		if f := fieldsOf(filepath.Base(dir)); len(f) > 13 && f[1] == master {
			for _, ticked := range f[11:13] {
				n, _ := strconv.ParseFloat(ticked, 64)
				seconds += n / ticks
			}
		}
	}
	return seconds
}

// ownCPU is the processor time that this process has used so far, in seconds.
func ownCPU() (seconds float64) {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

// fieldsOf gives the fields of /proc/PID/stat after the name: state, parent, ..., utime (11), stime, cutime, cstime.
func fieldsOf(pid string) []string {
	text, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return nil
	}
	return strings.Fields(string(text)[strings.LastIndexByte(string(text), ')')+1:])
}

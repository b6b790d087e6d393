package roads

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"syscall"
	"unsafe"
)

// The file of a graph is its arrays one after another, as they lie in memory, so that opening it is mapping it:
//
//	8 bytes  magic, its last byte the version of the layout
//	4 bytes  1 in the byte order of the machine
//	4 bytes  length of the head
//	head     JSON: About, the grid's measures, and the length of every array
//	arrays   each from a multiple of 8 bytes on
//	4 bytes  CRC-32 (Castagnoli) of all before
const fileMagic = "CPROADS2"

type fileHead struct {
	About                            About
	South, West, Step, Rows, Columns int32
	Lengths                          []int
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// arrays lists the arrays of a graph as bytes, in the order of the file.
func (g *Graph) arrays() [][]byte {
	return [][]byte{asBytes(g.nodes), asBytes(g.firstArc), asBytes(g.arcs), asBytes(g.stretches), asBytes(g.points), asBytes(g.twins), asBytes(g.grid.first), asBytes(g.grid.stretches),
		asBytes(g.names.of), asBytes(g.names.first), g.names.text}
}

// Save writes the graph to a file, whole or not at all.
func (g *Graph) Save(path string) (err error) {
	head := fileHead{About: g.About, South: g.grid.south, West: g.grid.west, Step: g.grid.step, Rows: g.grid.rows, Columns: g.grid.columns}
	arrays := g.arrays()
	for _, a := range arrays {
		head.Lengths = append(head.Lengths, len(a))
	}
	text, err := json.Marshal(head)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString(fileMagic)
	out.Write(binary.NativeEndian.AppendUint32(nil, 1))
	out.Write(binary.NativeEndian.AppendUint32(nil, uint32(len(text))))
	out.Write(text)
	for _, a := range arrays {
		out.Write(make([]byte, -out.Len()&7))
		out.Write(a)
	}
	out.Write(binary.NativeEndian.AppendUint32(nil, crc32.Checksum(out.Bytes(), castagnoli)))
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(out.Bytes())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// ErrDamaged says that a file is not a graph of this program and this kind of machine, or not whole.
var ErrDamaged = errors.New("the road graph is damaged, or made on another kind of machine: build it again with 'changping roads build FILE.osm.pbf'")

// ErrOtherVersion says that a graph was made by a version of this program that lays it out otherwise.
var ErrOtherVersion = errors.New("the road graph was made by another version of this program: build it again with 'changping roads build FILE.osm.pbf'")

// Open maps the file of a graph into memory. It stays mapped for as long as the program runs. Fails with ErrDamaged, ErrOtherVersion.
func Open(path string) (*Graph, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < 20 {
		return nil, fmt.Errorf("%s: %w", path, ErrDamaged)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping %s: %w", path, err)
	}
	g, err := readGraph(data)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), syscall.Munmap(data))
	}
	return g, nil
}

// readGraph lays a graph over the bytes of its file.
func readGraph(data []byte) (*Graph, error) {
	if last := len(fileMagic) - 1; string(data[:last]) == fileMagic[:last] && data[last] != fileMagic[last] {
		return nil, ErrOtherVersion
	}
	body := data[:len(data)-4]
	if string(data[:8]) != fileMagic || binary.NativeEndian.Uint32(data[8:]) != 1 || crc32.Checksum(body, castagnoli) != binary.NativeEndian.Uint32(data[len(body):]) {
		return nil, ErrDamaged
	}
	var head fileHead
	at := 16 + int(binary.NativeEndian.Uint32(data[12:]))
	if at > len(body) || json.Unmarshal(data[16:at], &head) != nil {
		return nil, ErrDamaged
	}
	g := &Graph{About: head.About, grid: grid{south: head.South, west: head.West, step: head.Step, rows: head.Rows, columns: head.Columns}}
	fields := []func([]byte) bool{into(&g.nodes), into(&g.firstArc), into(&g.arcs), into(&g.stretches), into(&g.points), into(&g.twins), into(&g.grid.first), into(&g.grid.stretches),
		into(&g.names.of), into(&g.names.first), into(&g.names.text)}
	if len(head.Lengths) != len(fields) {
		return nil, ErrDamaged
	}
	for i, length := range head.Lengths {
		at += -at & 7
		if length < 0 || at+length > len(body) || !fields[i](body[at:at+length]) {
			return nil, ErrDamaged
		}
		at += length
	}
	return g, nil
}

func asBytes[T any](all []T) []byte {
	if len(all) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&all[0])), len(all)*int(unsafe.Sizeof(all[0])))
}

// into lays an array over bytes; false where they are no whole number of its elements.
func into[T any](to *[]T) func([]byte) bool {
	return func(data []byte) bool {
		var one T
		size := int(unsafe.Sizeof(one))
		if len(data)%size != 0 {
			return false
		}
		if len(data) > 0 {
			*to = unsafe.Slice((*T)(unsafe.Pointer(&data[0])), len(data)/size)
		}
		return true
	}
}

// Reads an exported log with golang.org/x/mod/sumdb (note and tlog), code that shares nothing with ours:
// the checkpoint's signature, every entry against the tree through the tiles, and consistency with a smaller tree.
//
//	main DIRECTORY   with key, checkpoint, old_checkpoint and the files under tile/
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var root string

func read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		log.Fatal(err)
	}
	return data
}

// The path of c2sp.org/tlog-tiles leaves out the height, which Go's has in second place.
func path(tile tlog.Tile) string {
	parts := strings.SplitN(tile.Path(), "/", 3)
	return "tile/" + parts[2]
}

type tiles struct{}

func (tiles) Height() int { return 8 }
func (tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		all = append(all, read(path(tile)))
	}
	return all, nil
}
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func checkpoint(name string, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(read(name), note.VerifierList(verifier))
	if err != nil {
		log.Fatal(name, ": ", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		log.Fatal("origin ", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	hash, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(hash) != tlog.HashSize {
		log.Fatal("root hash ", lines[2])
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], hash)
	return tree
}

func entries(size int64) [][]byte {
	var all [][]byte
	for first := int64(0); first < size; first += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(min(256, size-first))}
		bundle := read(strings.Replace(path(tile), "tile/0/", "tile/entries/", 1))
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			all = append(all, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	return all
}

func main() {
	root = os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read("key"))))
	if err != nil {
		log.Fatal(err)
	}
	tree := checkpoint("checkpoint", verifier)
	old := checkpoint("old_checkpoint", verifier)
	reader := tlog.TileHashReader(tree, tiles{})
	all := entries(tree.N)
	if int64(len(all)) != tree.N {
		log.Fatalf("%d entries in bundles, %d in the tree", len(all), tree.N)
	}
	for i, entry := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(i), reader)
		if err != nil {
			log.Fatal(err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)); err != nil {
			log.Fatalf("entry %d: %v", i, err)
		}
	}
	proof, err := tlog.ProveTree(tree.N, old.N, reader)
	if err != nil {
		log.Fatal(err)
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d entries and the step from %d to %d hold\n", tree.N, old.N, tree.N)
}
